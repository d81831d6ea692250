"""Writes ops.json and optimizers.json, beside this file: float64 values from PyTorch that the tests compare with.

    apt-get install python3-torch && /usr/bin/python3 test/golden/make_golden.py

Made with PyTorch 1.13 on the CPU. Each case draws from a generator seeded by its own name, so that adding a case
changes no other. Numbers are written in the shortest form that reads back to the same float64.
"""

import json
import re
import zlib
from pathlib import Path

import torch
import torch.nn.functional as F
from torch.optim import lr_scheduler

HERE = Path(__file__).parent
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

# One function per operator: (input tensors, options in our spelling, extra) -> output.
OPS = {
    "conv2d": lambda t, o, e: F.conv2d(t["x"], t["w"], t.get("bias"), **o),
    "maxPool2d": lambda t, o, e: F.max_pool2d(t["x"], o["kernel"], o["stride"], o["padding"], ceil_mode=o["ceilMode"]),
    "avgPool2d": lambda t, o, e: F.avg_pool2d(
        t["x"], o["kernel"], o["stride"], o["padding"], o["ceilMode"], o["countIncludePad"]
    ),
    "adaptiveAvgPool2d": lambda t, o, e: F.adaptive_avg_pool2d(t["x"], o["outputSize"]),
    "localResponseNorm": lambda t, o, e: F.local_response_norm(t["x"], **o),
    "batchNorm": lambda t, o, e: F.batch_norm(
        t["x"], e["runningMean"], e["runningVar"], t.get("weight"), t.get("bias"), **o
    ),
    "layerNorm": lambda t, o, e: F.layer_norm(
        t["x"], o["normalizedShape"], t.get("weight"), t.get("bias"), o["eps"]
    ),
    "groupNorm": lambda t, o, e: F.group_norm(t["x"], o["groups"], t.get("weight"), t.get("bias"), o["eps"]),
    "crossEntropy": lambda t, o, e: F.cross_entropy(
        t["x"], torch.tensor(e["labels"]), weight_of(t), ignore_index=o.get("ignoreIndex", -100),
        reduction=o["reduction"], label_smoothing=o["labelSmoothing"]
    ),
    "nllLoss": lambda t, o, e: F.nll_loss(
        t["x"], torch.tensor(e["labels"]), weight_of(t), ignore_index=o.get("ignoreIndex", -100),
        reduction=o["reduction"]
    ),
    "mseLoss": lambda t, o, e: F.mse_loss(t["x"], t["target"], reduction=o["reduction"]),
    "linear": lambda t, o, e: F.linear(t["x"], t["w"], t.get("bias")),
    "matmul": lambda t, o, e: t["a"] @ t["b"],
    "softmax": lambda t, o, e: F.softmax(t["x"], o["axis"]),
    "logSoftmax": lambda t, o, e: F.log_softmax(t["x"], o["axis"]),
    "sigmoid": lambda t, o, e: torch.sigmoid(t["x"]),
    "tanh": lambda t, o, e: torch.tanh(t["x"]),
    "relu": lambda t, o, e: torch.relu(t["x"]),
    "maximum": lambda t, o, e: torch.maximum(t["a"], t["b"]),
    "clamp": lambda t, o, e: torch.clamp(t["x"], o.get("min"), o.get("max")),
    "pow": lambda t, o, e: torch.pow(t["x"], t["exponent"]),
    "variance": lambda t, o, e: torch.var(t["x"], o["axis"], correction=o["correction"], keepdim=o["keepDims"]),
    "max": lambda t, o, e: torch.amax(t["x"], o["axis"], o["keepDims"]),
}


def weight_of(tensors):
    """PyTorch has no gradient by the classes' weights."""
    return tensors["weight"].detach() if "weight" in tensors else None


def conv(stride=(1, 1), padding=(0, 0), dilation=(1, 1), groups=1):
    return {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}


def pool(kernel, stride, padding=(0, 0), ceil=False, **more):
    return {"kernel": kernel, "stride": stride, "padding": padding, "ceilMode": ceil, **more}


def lrn(size, alpha, beta, k):
    return {"size": size, "alpha": alpha, "beta": beta, "k": k}


def running(*before):
    """Running statistics, one pair (mean, variance) per channel."""
    mean, var = zip(*before)
    return {"runningMean": torch.tensor(mean).double(), "runningVar": torch.tensor(var).double()}


def ties(*shape):
    """A tensor of few distinct values, so that maxima come more than once."""
    n = torch.Size(shape).numel()
    return ((torch.arange(n) * 7) % 5 // 2).double().reshape(shape)


# Inputs are shapes, filled with normal numbers of three decimals, or tensors.
# operator -> rows of (name, options, inputs[, extra])
CASES = {
    "conv2d": [
        ("3x3", conv(), {"x": (2, 2, 5, 4), "w": (3, 2, 3, 3), "bias": (3,)}),
        ("1x1, no bias", conv(), {"x": (2, 3, 2, 3), "w": (2, 3, 1, 1)}),
        ("AlexNet conv1: 11x11, stride 4, padding 2", conv((4, 4), (2, 2)),
         {"x": (1, 1, 19, 19), "w": (2, 1, 11, 11), "bias": (2,)}),
        ("AlexNet conv2: 5x5, padding 2, groups 2", conv(padding=(2, 2), groups=2),
         {"x": (1, 4, 4, 4), "w": (4, 2, 5, 5), "bias": (4,)}),
        ("stride 2, dilation (2,1), groups 2, padding (1,2)", conv((2, 2), (1, 2), (2, 1), 2),
         {"x": (2, 4, 7, 6), "w": (4, 2, 3, 2), "bias": (4,)}),
        ("depthwise, two outputs per channel, no bias", conv(groups=3), {"x": (1, 3, 4, 4), "w": (6, 1, 2, 2)}),
        ("stride (3,2) leaves rows and columns unread", conv((3, 2)),
         {"x": (1, 2, 7, 6), "w": (2, 2, 2, 3), "bias": (2,)}),
        ("padding wider than the kernel", conv((2, 1), (3, 2)), {"x": (1, 1, 2, 3), "w": (2, 1, 2, 1), "bias": (2,)}),
        ("dilation 3, windows larger than the padding", conv(padding=(2, 2), dilation=(3, 3)),
         {"x": (1, 2, 5, 5), "w": (1, 2, 3, 3), "bias": (1,)}),
        ("padding same: the larger half behind", conv(padding="same", dilation=(1, 3)),
         {"x": (1, 2, 4, 5), "w": (2, 2, 3, 2), "bias": (2,)}),
    ],
    "maxPool2d": [
        ("2x2, stride 2", pool((2, 2), (2, 2)), {"x": (2, 2, 4, 4)}),
        ("the paper's overlapping 3x3, stride 2", pool((3, 3), (2, 2)), {"x": (1, 2, 7, 7)}),
        ("overlapping, ties: the first wins", pool((3, 3), (2, 2)), {"x": ties(1, 2, 7, 7)}),
        ("all equal", pool((2, 2), (1, 1)), {"x": torch.zeros(1, 1, 3, 3)}),
        ("padding, all negative", pool((3, 3), (2, 2), (1, 1)), {"x": -1 - ties(1, 2, 5, 5)}),
        ("ceil mode", pool((3, 2), (2, 3), ceil=True), {"x": (1, 2, 6, 6)}),
        ("ceil mode, padding (1,0), ties", pool((3, 2), (2, 2), (1, 0), True), {"x": ties(1, 2, 6, 5)}),
        ("ceil mode drops a window that starts in the padding", pool((2, 2), (2, 2), (1, 1), True),
         {"x": (1, 1, 3, 3)}),
        ("stride larger than the kernel", pool((2, 1), (3, 2)), {"x": (1, 1, 8, 5)}),
    ],
    "avgPool2d": [
        ("2x2, stride 2", pool((2, 2), (2, 2), countIncludePad=True), {"x": (2, 2, 4, 4)}),
        ("overlapping 3x3, stride 2", pool((3, 3), (2, 2), countIncludePad=True), {"x": (1, 2, 7, 7)}),
        *[(f"padding {p}{', ceil mode' * ceil}, {'padding counts' if count else 'padding does not count'}",
           pool((3, 2), (2, 2), p, ceil, countIncludePad=count), {"x": (1, 2, 6, 5)})
          for p in [(0, 0), (1, 1)] for ceil in [False, True] for count in [True, False] if ceil or any(p)],
        ("ceil mode drops a window that starts in the padding",
         pool((2, 2), (2, 2), (1, 1), True, countIncludePad=True), {"x": (1, 1, 3, 3)}),
    ],
    "adaptiveAvgPool2d": [
        (f"{h}x{w} to {oh}x{ow}", {"outputSize": (oh, ow)}, {"x": (1, 2, h, w)})
        for h, w, oh, ow in [(6, 4, 3, 2), (7, 5, 3, 2), (5, 7, 1, 1), (3, 2, 5, 3), (6, 6, 6, 6)]
    ],
    "localResponseNorm": [
        ("the paper's: size 5", lrn(5, 1e-4, 0.75, 2), {"x": (2, 7, 2, 2)}),
        ("size 3, strong", lrn(3, 2, 0.75, 1), {"x": (2, 5, 2, 1)}),
        ("even size 2", lrn(2, 1.5, 0.5, 1), {"x": (1, 4, 2, 2)}),
        ("even size 4", lrn(4, 1.5, 0.75, 2), {"x": (1, 6, 1, 2)}),
        ("size 1", lrn(1, 0.5, 0.75, 1), {"x": (1, 3, 1, 2)}),
        ("size larger than the channels", lrn(9, 3, 0.6, 1.5), {"x": (2, 3, 1, 2)}),
    ],
    "batchNorm": [
        *[(f"{len(shape)}-D, {'train' if train else 'eval'}", {"training": train, "momentum": momentum, "eps": 1e-5},
           {"x": shape, "weight": (2,), "bias": (2,)}, running((0.5, 2), (-1, 0.25)))
          for shape, momentum in [((2, 2, 2, 3), 0.1), ((4, 2), 0.3), ((2, 2, 3), 0.1)] for train in [True, False]],
        ("no weight, no bias, large eps", {"training": True, "momentum": 1, "eps": 0.5}, {"x": (3, 1, 2, 1)},
         running((0, 1))),
    ],
    "layerNorm": [
        ("the last dimension", {"normalizedShape": (4,), "eps": 1e-5}, {"x": (2, 3, 4), "weight": (4,), "bias": (4,)}),
        ("the last two", {"normalizedShape": (3, 4), "eps": 0.1}, {"x": (2, 3, 4), "weight": (3, 4), "bias": (3, 4)}),
        ("no weight, no bias", {"normalizedShape": (4,), "eps": 1e-5}, {"x": (3, 4)}),
        ("one element", {"normalizedShape": (1,), "eps": 1e-5}, {"x": (3, 1), "weight": (1,), "bias": (1,)}),
    ],
    "groupNorm": [
        *[(f"{groups} groups of {shape[1]} channels, {len(shape)}-D", {"groups": groups, "eps": eps},
           {"x": shape, "weight": (shape[1],), "bias": (shape[1],)})
          for groups, shape, eps in [(2, (2, 4, 2, 3), 1e-5), (1, (2, 3, 2), 0.1), (3, (2, 3, 2, 2), 1e-5),
                                     (2, (3, 6), 1e-3)]],
        ("no weight, no bias", {"groups": 2, "eps": 1e-5}, {"x": (1, 4, 3)}),
    ],
    "crossEntropy": [
        *[(f"{reduction}, label smoothing {s}", {"labelSmoothing": s, "reduction": reduction}, {"x": (4, 3)},
           {"labels": [2, 0, 1, 2]}) for reduction in ["mean", "sum", "none"] for s in [0, 0.1]],
        *[(f"{reduction}, weights, label smoothing {s}, some ignored", {"labelSmoothing": s, "reduction": reduction},
           {"x": (5, 3), "weight": torch.tensor([0.5, 2.0, 1.25])}, {"labels": [2, -100, 1, 2, -100]})
          for reduction in ["mean", "sum", "none"] for s in [0, 0.1]],
        ("a class is ignored, label smoothing", {"labelSmoothing": 0.2, "reduction": "mean", "ignoreIndex": 2},
         {"x": (4, 3)}, {"labels": [2, 0, 1, 2]}),
        ("large logits", {"labelSmoothing": 0, "reduction": "mean"},
         {"x": torch.tensor([[1000.0, -1000, 0], [-800, -800, -801]])}, {"labels": [1, 2]}),
    ],
    "nllLoss": [
        (reduction, {"reduction": reduction}, {"x": (4, 3)}, {"labels": [2, 0, 1, 2]})
        for reduction in ["mean", "sum", "none"]
    ] + [
        (f"{reduction}, weights, class 1 ignored", {"reduction": reduction, "ignoreIndex": 1},
         {"x": (4, 3), "weight": torch.tensor([0.5, 2.0, 1.25])}, {"labels": [2, 0, 1, 2]})
        for reduction in ["mean", "sum", "none"]
    ],
    "mseLoss": [
        (reduction, {"reduction": reduction}, {"x": (2, 3), "target": (2, 3)}) for reduction in ["mean", "sum", "none"]
    ],
    "linear": [
        ("bias", {}, {"x": (3, 4), "w": (2, 4), "bias": (2,)}),
        ("no bias", {}, {"x": (2, 3), "w": (4, 3)}),
    ],
    "matmul": [
        (f"{a} x {b}", {}, {"a": a, "b": b})
        for a, b in [((2, 3), (3, 4)), ((2, 3, 2), (2, 2, 3)), ((2, 1, 2, 3), (3, 3, 2)), ((3, 2, 2), (2, 3))]
    ],
    **{op: [
        *[(f"axis {axis}", {"axis": axis}, {"x": (2, 3, 4)}) for axis in [0, 1, -1]],
        ("large values", {"axis": 1}, {"x": torch.tensor([[900.0, 901, -900], [-900, -900, -900]])}),
    ] for op in ["softmax", "logSoftmax"]},
    **{op: [("normal", {}, {"x": (2, 3)}), ("zero and saturation", {}, {"x": torch.tensor([-800.0, -40, 0, 40, 800])})]
       for op in ["sigmoid", "tanh", "relu"]},
    "maximum": [
        ("ties: half each", {}, {"a": ties(2, 6), "b": ties(12).flip(0).reshape(2, 6)}),
        ("broadcast, ties", {}, {"a": ties(2, 3), "b": torch.tensor([[0.0], [1]])}),
    ],
    "clamp": [
        (" and ".join(bounds) + ": a bound itself passes its gradient", bounds,
         {"x": torch.tensor([-2.0, -1, -0.5, 0, 0.5, 1, 2])})
        for bounds in [{"min": -1, "max": 0.5}, {"min": 0}, {"max": 1}]
    ],
    "pow": [
        ("positive base", {}, {"x": torch.tensor([0.5, 1, 2, 3]), "exponent": torch.tensor([-1.5, 2, 0, 0.5])}),
        ("zero base", {}, {"x": torch.zeros(4), "exponent": torch.tensor([0.0, 1, 2, 1.5])}),
        ("broadcast", {}, {"x": torch.tensor([[0.5], [1.5]]), "exponent": torch.tensor([2.0, -1, 0.25])}),
    ],
    "variance": [
        (f"axes {axes}, correction {correction}", {"axis": axes, "correction": correction, "keepDims": keep},
         {"x": (2, 3, 4)}) for axes, correction, keep in [((0, 2), 0, True), ((0, 2), 1, False), ((1,), 1, True),
                                                          ((0, 1, 2), 0, False)]
    ],
    "max": [
        (f"axes {axes}, ties share evenly", {"axis": axes, "keepDims": keep}, {"x": ties(2, 3, 4)})
        for axes, keep in [((0,), False), ((1, 2), True), ((0, 1, 2), False)]
    ] + [("axes (-1,)", {"axis": (-1,), "keepDims": False}, {"x": (2, 3)})],
}


def pack(tensor):
    return {"shape": list(tensor.shape), "data": tensor.detach().flatten().tolist()}


def run_case(op, name, options, inputs, extra=None):
    random = torch.Generator().manual_seed(zlib.crc32(f"{op} {name}".encode()))

    def normal(shape):
        return (torch.randn(shape, generator=random) * 1000).round() / 1000

    tensors = {key: (v if torch.is_tensor(v) else normal(v)).clone().requires_grad_() for key, v in inputs.items()}
    state = {key: v.clone() if torch.is_tensor(v) else v for key, v in (extra or {}).items()}
    output = OPS[op](tensors, options, state)
    grad_output = normal(output.shape)
    output.backward(grad_output)
    case = {
        "op": op,
        "name": name,
        "options": options,
        "inputs": {key: pack(t) for key, t in tensors.items()},
        "gradOutput": pack(grad_output),
        "output": pack(output),
        "gradients": {key: pack(t.grad) for key, t in tensors.items() if t.grad is not None},
    }
    if extra:  # a tensor among these is one that the operator updates: given before and after
        case["extra"] = {
            key: {"before": pack(v), "after": pack(state[key])} if torch.is_tensor(v) else v for key, v in extra.items()
        }
    return case


class PaperSGD(torch.optim.Optimizer):
    """Krizhevsky, Sutskever, Hinton 2012, section 5: v <- mu v - lambda lr w - lr g;  w <- w + v."""

    def __init__(self, params, **options):
        super().__init__(params, options)

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for w in group["params"]:
                v = self.state[w].get("v", torch.zeros_like(w))
                v = group["momentum"] * v - group["weight_decay"] * group["lr"] * w - group["lr"] * w.grad
                self.state[w]["v"] = v
                w += v


STEPS = 5
INITIAL = [1.0, -0.5, 0.25, 2.0]
GRADIENTS = [[0.5, -1.0, 0.0, 3.0], [0.25, 2.0, 0.0, -1.5], [-1.0, 0.125, 0.75, 0.5], [0.5, 0.5, -2.0, 1.0],
             [1e-3, -4.0, 1.0, 0.0]]
DROPPING = [0.1, 0.1, 0.01, 0.01, 0.001]

# (optimizer, name, options[, learning rate of each step])
OPTIMIZERS = [
    ("SGD", "plain", {"lr": 0.1}),
    ("SGD", "weight decay", {"lr": 0.1, "weight_decay": 0.01}),
    ("SGD", "momentum", {"lr": 0.1, "momentum": 0.9}),
    ("SGD", "momentum, weight decay", {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.01}),
    ("SGD", "momentum, weight decay, falling rate", {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.01}, DROPPING),
    ("SGD", "nesterov", {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.01, "nesterov": True}),
    ("SGD", "dampening", {"lr": 0.1, "momentum": 0.9, "dampening": 0.5}),
    ("SGD", "paper", {"rule": "paper", "lr": 0.01, "momentum": 0.9, "weight_decay": 5e-4}),
    ("SGD", "paper, falling rate", {"rule": "paper", "lr": 0.1, "momentum": 0.9, "weight_decay": 0.01}, DROPPING),
    ("Adagrad", "plain", {"lr": 0.1, "eps": 1e-10}),
    ("Adagrad", "every option", {"lr": 0.1, "eps": 1e-10, "lr_decay": 0.05, "weight_decay": 0.01,
                                 "initial_accumulator_value": 0.1}),
    ("Adam", "plain", {"lr": 0.1, "betas": (0.9, 0.999), "eps": 1e-8}),
    ("Adam", "weight decay, other betas and eps", {"lr": 0.05, "betas": (0.8, 0.9), "eps": 1e-3, "weight_decay": 0.01}),
    ("Adam", "falling rate", {"lr": 0.1, "betas": (0.9, 0.999), "eps": 1e-8}, DROPPING),
]

SCHEDULE_STEPS = 20
METRICS = [5.0, 4, 3, 3, 3.1, 3, 2.99995, 3, 2, 2.5, 2.5, 2.5, 2.5, 1.9, 2, 2, 2, 2, 2, 2]

# (schedule, options); "lr" is the optimizer's, but for OneCycleLR, which sets it.
SCHEDULES = [
    ("StepLR", {"lr": 0.1, "step_size": 6, "gamma": 0.1}),
    ("CosineAnnealingLR", {"lr": 0.1, "T_max": 20, "eta_min": 0}),
    ("CosineAnnealingLR", {"lr": 0.1, "T_max": 8, "eta_min": 0.01}),
    ("OneCycleLR", {"max_lr": 0.1, "total_steps": 20, "pct_start": 0.3, "div_factor": 25, "final_div_factor": 1e4}),
    ("OneCycleLR", {"max_lr": 0.1, "total_steps": 20, "pct_start": 0.42, "div_factor": 10, "final_div_factor": 100}),
    ("ReduceLROnPlateau", {"lr": 0.1, "mode": "min", "factor": 0.5, "patience": 2, "threshold": 1e-4,
                           "threshold_mode": "rel", "cooldown": 0, "min_lr": 0, "eps": 1e-8}),
    ("ReduceLROnPlateau", {"lr": 0.1, "mode": "min", "factor": 0.1, "patience": 1, "threshold": 0.5,
                           "threshold_mode": "abs", "cooldown": 2, "min_lr": 5e-4, "eps": 1e-8}),
    ("ReduceLROnPlateau", {"lr": 0.1, "mode": "max", "factor": 0.5, "patience": 3, "threshold": 1e-4,
                           "threshold_mode": "rel", "cooldown": 0, "min_lr": 0, "eps": 1e-8}),
]


def camel(options):
    """PyTorch's option names in ours: T_max -> tMax, initial_accumulator_value -> initialAccumulator."""
    return {re.sub("_(.)", lambda m: m[1].upper(), key.lower()).removesuffix("Value"): v for key, v in options.items()}


def run_optimizer(optimizer, name, options, rates=None):
    rates = rates or [options["lr"]] * STEPS
    parameter = torch.tensor(INITIAL, requires_grad=True)
    torch_options = {key: v for key, v in options.items() if key != "rule"}
    make = PaperSGD if "rule" in options else getattr(torch.optim, optimizer)
    stepper = make([parameter], **torch_options)
    parameters = []
    for rate, gradient in zip(rates, GRADIENTS):
        stepper.param_groups[0]["lr"] = rate
        parameter.grad = torch.tensor(gradient)
        stepper.step()
        parameters.append(parameter.tolist())
    return {"optimizer": optimizer, "name": name, "options": camel(options), "learningRates": rates,
            "initial": INITIAL, "gradients": GRADIENTS, "parameters": parameters}


def run_schedule(schedule, options):
    stepper = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=options.get("lr", 1), momentum=0.9)
    torch_options = {key: v for key, v in options.items() if key != "lr"}
    if schedule == "OneCycleLR":
        torch_options["cycle_momentum"] = False
    scheduler = getattr(lr_scheduler, schedule)(stepper, **torch_options)
    needs_metric = schedule == "ReduceLROnPlateau"
    rates = []
    for i in range(SCHEDULE_STEPS):
        # The rate that step i runs with; its metric is reported after it.
        rates.append(stepper.param_groups[0]["lr"])
        if i < SCHEDULE_STEPS - 1:
            stepper.step()
            scheduler.step(*[METRICS[i]] * needs_metric)
    return {"schedule": schedule, "options": camel(options), **({"metrics": METRICS} if needs_metric else {}),
            "learningRates": rates}


def write(name, **lists):
    """Writes one row per line, so that a change reads as a change of rows."""
    parts = [f'"torch": {json.dumps(torch.__version__)}']
    for key, rows in lists.items():
        body = ",\n".join(json.dumps(row, allow_nan=False, separators=(",", ":")) for row in rows)
        parts.append(f'"{key}": [\n{body}\n]')
    (HERE / name).write_text("{" + ",\n".join(parts) + "}\n")


if __name__ == "__main__":
    write("ops.json", cases=[run_case(op, *row) for op, rows in CASES.items() for row in rows])
    write("optimizers.json", optimizers=[run_optimizer(*row) for row in OPTIMIZERS],
          schedules=[run_schedule(*row) for row in SCHEDULES])
