"""PyTorch on the CPU: one task served over stdin and stdout (see README.md)."""

import argparse
import array
import base64
import ctypes
import json
import math
import os
import re
import sys
import time


def parse_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("task")
    parser.add_argument("--threads", type=int)
    parser.add_argument("--batch", type=int)
    return parser.parse_args()


def prepare_blas(threads):
    """Set what OpenBLAS reads when it is loaded. It treats a processor newer than itself as SSE3: name the kernels."""
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(threads)
    with open("/proc/cpuinfo") as file:
        flags = file.read()
    if "avx512bw" in flags:
        os.environ.setdefault("OPENBLAS_CORETYPE", "SkylakeX")
    elif "avx2" in flags:
        os.environ.setdefault("OPENBLAS_CORETYPE", "Haswell")


arguments = parse_arguments()
prepare_blas(arguments.threads)

import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402
from torch import nn  # noqa: E402


def report(**message):
    print(json.dumps(message), flush=True)


def find_blas():
    """Name of the optimized BLAS in use, for OpenBLAS with the processor of its kernels; None for any other library."""
    if torch.backends.mkl.is_available():
        return "MKL"
    with open("/proc/self/maps") as file:
        path = re.search(r"\S*libopenblas\S*|\S*openblas\S*/libblas\S*", file.read())
    if not path:
        return None
    library = ctypes.CDLL(path.group())
    library.openblas_get_config.restype = library.openblas_get_corename.restype = ctypes.c_char_p
    version = " ".join(library.openblas_get_config().decode().split()[:2])
    return f"{version} {library.openblas_get_corename().decode()}"


def alexnet():
    pool = nn.MaxPool2d(3, 2)
    return nn.Sequential(
        nn.Conv2d(3, 64, 11, 4, 2), nn.ReLU(inplace=True), pool,
        nn.Conv2d(64, 192, 5, 1, 2), nn.ReLU(inplace=True), pool,
        nn.Conv2d(192, 384, 3, 1, 1), nn.ReLU(inplace=True),
        nn.Conv2d(384, 256, 3, 1, 1), nn.ReLU(inplace=True),
        nn.Conv2d(256, 256, 3, 1, 1), nn.ReLU(inplace=True), pool,
        nn.Flatten(),
        nn.Dropout(), nn.Linear(256 * 6 * 6, 4096), nn.ReLU(inplace=True),
        nn.Dropout(), nn.Linear(4096, 4096), nn.ReLU(inplace=True),
        nn.Linear(4096, 1000),
    )  # fmt: skip


def cifar_net():
    pool = nn.MaxPool2d(3, 2)
    return nn.Sequential(
        nn.Conv2d(3, 64, 5, 1, 2), nn.ReLU(inplace=True), pool, nn.LocalResponseNorm(5, alpha=0.1),
        nn.Conv2d(64, 64, 5, 1, 2), nn.ReLU(inplace=True), pool, nn.LocalResponseNorm(5, alpha=0.1),
        nn.Flatten(),
        nn.Linear(64 * 7 * 7, 384), nn.ReLU(inplace=True),
        nn.Linear(384, 192), nn.ReLU(inplace=True),
        nn.Linear(192, 10),
    )  # fmt: skip


class Given:
    """The values of the file given, to be taken in its order."""

    def __init__(self, path):
        self.values = torch.from_file(path, shared=False, size=os.path.getsize(path) // 4)
        self.taken = 0

    def take(self, *shape):
        start, self.taken = self.taken, self.taken + math.prod(shape)
        return self.values[start : self.taken].view(shape)


def inference(compute):
    run = torch.inference_mode()(compute)
    return run, run


def gemm(_, given):
    a, b = given.take(1024, 1024), given.take(1024, 1024)
    c = torch.empty(1024, 1024)
    return inference(lambda: torch.mm(a, b, out=c))


def load(net, start):
    with torch.no_grad():
        for parameter, values in zip(net.parameters(), start):
            parameter.copy_(values)


def forward(batch, given):
    net = alexnet().eval()
    load(net, [given.take(*parameter.shape) for parameter in net.parameters()])
    images = given.take(batch, 3, 224, 224)
    return inference(lambda: net(images))


def training(net, size, classes, weight_decay, batch, given):
    start = [given.take(*parameter.shape) for parameter in net.parameters()]
    images = given.take(batch, 3, size, size)
    labels = given.take(batch).long()
    optimizer = torch.optim.SGD(net.parameters(), lr=1e-3, momentum=0.9, weight_decay=weight_decay)

    def step():
        optimizer.zero_grad()
        loss = F.cross_entropy(net(images), labels)
        loss.backward()
        optimizer.step()
        return loss

    def reset(lr):
        load(net, start)
        optimizer.state.clear()
        optimizer.param_groups[0]["lr"] = lr

    def check():
        reset(lr=1)
        net.eval()
        loss = step()
        output = torch.cat([loss.detach().view(1), net[0].weight.detach().flatten()])
        net.train()
        reset(lr=1e-3)
        return output

    load(net, start)
    return step, check


def train(batch, given):
    return training(alexnet(), 224, 1000, 5e-4, batch, given)


def cifar(batch, given):
    return training(cifar_net(), 32, 10, 0, batch, given)


def main():
    tasks = {"gemm": gemm, "forward": forward, "train": train, "cifar": cifar}
    if arguments.task not in tasks:
        return report(unsupported=f'no task "{arguments.task}"')
    blas = find_blas()
    if not blas:
        return report(unsupported="PyTorch runs on an unoptimized BLAS: install libopenblas0-openmp")

    torch.set_num_threads(arguments.threads)
    report(peer=f"PyTorch {torch.__version__}, {blas}")
    for line in sys.stdin:
        command, _, path = line.strip().partition(" ")
        if command == "go":
            start = time.perf_counter()
            run()
            report(ms=(time.perf_counter() - start) * 1e3)
        elif command == "check":
            values = array.array("f", check().flatten().tolist())
            report(output=base64.b64encode(values.tobytes()).decode())
        elif command == "given":
            run, check = tasks[arguments.task](arguments.batch, Given(path))
            report(threads=torch.get_num_threads())


main()
