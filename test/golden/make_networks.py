"""Writes networks.json, beside this file: what PyTorch makes of the networks and optimizers that `alexgrad export` hands over.

    /usr/bin/python3 test/golden/make_networks.py [out] [float32]

networks/ has each case's model.py and training.json, as the tests write them (`npx vitest run test/torch/equality.test.ts -u`);
the optimizers are those of the export. Weights and images are a formula (`noise`), the same here and in the test. Of long
tensors two numbers are kept: their norm, and their product with other noise. Made with PyTorch 1.13 in float64."""

import importlib.util
import json
import math
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "../../src/torch/python"))
sys.dont_write_bytecode = True
from optimizers import make_optimizer, set_rate  # noqa: E402

torch.set_num_threads(1)
PRIME = 20011
# Rates change from step to step, which tells rules of momentum apart.
FACTORS = (1, 0.5, 0.1)


def noise(shape, salt):
    """Numbers from -1/2 to 1/2, exact in any language."""
    i = torch.arange(math.prod(shape), dtype=torch.int64)
    x = (i * 7919 + salt * 104729) % PRIME
    return ((x * x + x) % PRIME).to(torch.float64).div(PRIME).sub(0.5).reshape(shape)


def start(name, shape, salt):
    if name.endswith("running_mean"):
        return torch.zeros(shape, dtype=torch.float64)
    if name.endswith("running_var"):
        return torch.ones(shape, dtype=torch.float64)
    if len(shape) == 1:
        return noise(shape, salt) * 0.2 + (1 if name.endswith("weight") else 0)
    return noise(shape, salt) * 2 * math.sqrt(6 / math.prod(shape[1:]))


def digest(tensor):
    flat = tensor.detach().double().flatten()
    return [flat.norm().item(), flat.dot(noise(flat.shape, 1)).item()]


def run(case, dtype):
    spec = importlib.util.spec_from_file_location("model", HERE / "networks" / f"{case}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    settings = json.loads((HERE / "networks" / f"{case}.json").read_text())
    model = module.Model().to(dtype)
    names = sorted(name for name in model.state_dict() if not name.endswith("num_batches_tracked"))
    shapes = model.state_dict()
    model.load_state_dict(
        {name: start(name, tuple(shapes[name].shape), 100 + i) for i, name in enumerate(names)}, strict=False
    )
    shape = (settings["batch"], *settings["images"]["shape"])
    labels = torch.arange(shape[0]) * 3 % 10
    model.eval()
    logits = model(noise(shape, 2).to(dtype))
    model.train()
    for each in model.modules():
        if isinstance(each, torch.nn.Dropout):
            each.eval()
    optimizer = make_optimizer(settings, model)
    losses, gradients = [], {}
    for step, factor in enumerate(FACTORS):
        set_rate(optimizer, settings["lr"] * factor)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(noise(shape, 3 + step).to(dtype)), labels)
        loss.backward()
        if step == 0:
            gradients = {name: digest(w.grad) for name, w in model.named_parameters()}
        optimizer.step()
        losses.append(loss.item())
    state = {name: digest(model.state_dict()[name]) for name in names}
    return {"logits": logits.detach().double().flatten().tolist(), "losses": losses, "gradients": gradients, "state": state}


if __name__ == "__main__":
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "networks.json"
    dtype = getattr(torch, sys.argv[2]) if len(sys.argv) > 2 else torch.float64
    cases = sorted(path.stem for path in (HERE / "networks").glob("*.py"))
    out.write_text(json.dumps({case: run(case, dtype) for case in cases}, indent=1) + "\n")
