"""PyTorch on the CPU: one task served over stdin and stdout (see README.md)."""

import argparse
import ctypes
import json
import os
import re
import sys
import time


def parse_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("task")
    parser.add_argument("--threads", type=int, default=1)
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
        nn.Conv2d(3, 64, 5, 1, 2), nn.ReLU(inplace=True), pool, nn.LocalResponseNorm(5),
        nn.Conv2d(64, 64, 5, 1, 2), nn.ReLU(inplace=True), pool, nn.LocalResponseNorm(5),
        nn.Flatten(),
        nn.Linear(64 * 7 * 7, 384), nn.ReLU(inplace=True),
        nn.Linear(384, 192), nn.ReLU(inplace=True),
        nn.Linear(192, 10),
    )  # fmt: skip


def gemm(_):
    a, b, c = (torch.rand(1024, 1024) for _ in range(3))
    return lambda: torch.mm(a, b, out=c)


def forward(batch):
    net = alexnet().eval()
    images = torch.rand(batch, 3, 224, 224)
    return torch.inference_mode()(lambda: net(images))


def sgd_step(net, images, classes, weight_decay):
    labels = torch.randint(classes, (len(images),))
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9, weight_decay=weight_decay)

    def step():
        optimizer.zero_grad()
        F.cross_entropy(net(images), labels).backward()
        optimizer.step()

    return step


def train(batch):
    return sgd_step(alexnet(), torch.rand(batch, 3, 224, 224), 1000, weight_decay=5e-4)


def cifar(batch):
    return sgd_step(cifar_net(), torch.rand(batch, 3, 32, 32), 10, weight_decay=0)


def main():
    tasks = {"gemm": (gemm, 1), "forward": (forward, 8), "train": (train, 32), "cifar": (cifar, 128)}
    if arguments.task not in tasks:
        return report(unsupported=f'no task "{arguments.task}"')
    blas = find_blas()
    if not blas:
        return report(unsupported="PyTorch runs on an unoptimized BLAS: install libopenblas0-openmp")

    torch.set_num_threads(arguments.threads)
    prepare, default_batch = tasks[arguments.task]
    batch = arguments.batch or default_batch
    step = prepare(batch)
    for _ in range(2):
        step()
    peer = f"PyTorch {torch.__version__}, {blas}"
    report(ready=True, peer=peer, task=arguments.task, batch=batch, threads=torch.get_num_threads())

    for line in sys.stdin:
        if line.strip() != "go":
            continue
        start = time.perf_counter()
        step()
        report(ms=(time.perf_counter() - start) * 1e3)


main()
