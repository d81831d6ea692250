"""Writes the files of pth/, beside this one, by torch.save, and pth/values.json: what is in them.

    apt-get install python3-torch && /usr/bin/python3 test/golden/make_pth.py

Made with PyTorch 1.13 on the CPU. Values are float64, in the order of the shape.
"""

import json
from collections import OrderedDict
from pathlib import Path

import torch
from torch import nn

HERE = Path(__file__).parent / "pth"
torch.set_num_threads(1)
torch.manual_seed(0)


def flat(value, name=""):
    """The tensors of nested dicts and lists, by names with dots."""
    if isinstance(value, torch.Tensor):
        return {name: value}
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, (list, tuple)) else []
    return {k: v for key, item in items for k, v in flat(item, f"{name}.{key}" if name else str(key)).items()}


def numbers(tensor):
    if tensor.is_complex():
        tensor = torch.view_as_real(tensor)
    values = tensor.detach().to(torch.float64)
    return {"shape": list(values.shape), "data": values.flatten().tolist()}


net = nn.Sequential(
    OrderedDict(conv1=nn.Conv2d(2, 3, 2), norm1=nn.BatchNorm2d(3), relu1=nn.ReLU(), flatten=nn.Flatten(), fc=nn.Linear(12, 2))
)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
net(torch.randn(4, 2, 3, 3)).square().sum().backward()
optimizer.step()

shared = torch.arange(12, dtype=torch.float32)
views = {
    "whole": shared,
    "transposed": shared.view(3, 4).t(),
    "column": shared.view(3, 4)[:, 1],
    "every-second": shared[1::2],
    "parameter": nn.Parameter(shared.view(3, 4)[1:]),
    "repeated": torch.tensor([7.5]).expand(3),
    "scalar": torch.tensor(2.5, dtype=torch.float64),
    "empty": torch.empty(0, 3),
    "bfloat16": torch.tensor([[1.5, -2.0], [3.25, 0.0]], dtype=torch.bfloat16).t(),
    "half": torch.tensor([0.1, 65504, -0.0, float("inf")], dtype=torch.float16),
    "bool": torch.tensor([True, False, True]),
    "int8": torch.tensor([-128, 127], dtype=torch.int8),
    "uint8": torch.tensor([0, 255], dtype=torch.uint8),
    "int16": torch.tensor([-32768, 32767], dtype=torch.int16),
    "int32": torch.tensor([-(2**31), 2**31 - 1], dtype=torch.int32),
    "int64": torch.tensor([2**53 - 1, -3]),
    "complex": torch.tensor([1 + 2j, -0.5j], dtype=torch.complex64),
}

files = {
    "state": net.state_dict(),
    "views": views,
    "checkpoint": {
        "epoch": 3,
        "best": 0.75,
        "name": "small",
        "done": False,
        "state_dict": OrderedDict((f"module.{name}", value) for name, value in net.state_dict().items()),
        "optimizer": optimizer.state_dict(),
    },
}
values = {}
for name, saved in files.items():
    torch.save(saved, HERE / f"{name}.pth")
    values[name] = {key: numbers(tensor) for key, tensor in flat(saved).items()}
torch.save(net.state_dict(), HERE / "legacy.pth", _use_new_zipfile_serialization=False)
torch.save(net, HERE / "module.pth")
(HERE / "values.json").write_text(
    json.dumps(values, separators=(",", ":")).replace("Infinity", '"Infinity"') + "\n"
)
