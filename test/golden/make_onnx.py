"""Thin networks as other programs write them to ONNX files, and the scores that these programs compute themselves, from images
of x[i] = sin(i).

    /usr/bin/python3 test/golden/make_onnx.py       # PyTorch 1.13: its exporter by tracing
    path/to/venv/bin/python test/golden/make_onnx.py  # PyTorch 2.13, onnx 1.23, onnxscript 0.7: its exporter by torch.export,
                                                      # and files made with onnx's own helper
"""

import json
import math
import pathlib
import warnings

import torch
from torch import nn

folder = pathlib.Path(__file__).parent / "onnx"
version = ".".join(torch.__version__.split(".")[:2])
values_file = folder / "values.json"
values = json.loads(values_file.read_text()) if values_file.exists() else {}
warnings.filterwarnings("ignore")


class AlexNet(nn.Module):
    """torchvision's, with fewer channels."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 4, 11, stride=4, padding=2),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(3, stride=2),
            nn.Conv2d(4, 6, 5, padding=2),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(3, stride=2),
            nn.Conv2d(6, 8, 3, padding=1),
            nn.ReLU(inplace=True),
            nn.Conv2d(8, 6, 3, padding=1),
            nn.ReLU(inplace=True),
            nn.Conv2d(6, 6, 3, padding=1),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(3, stride=2),
        )
        self.avgpool = nn.AdaptiveAvgPool2d((6, 6))
        self.classifier = nn.Sequential(
            nn.Dropout(),
            nn.Linear(6 * 6 * 6, 16),
            nn.ReLU(inplace=True),
            nn.Dropout(),
            nn.Linear(16, 16),
            nn.ReLU(inplace=True),
            nn.Linear(16, 5),
        )

    def forward(self, x):
        x = self.avgpool(self.features(x))
        return self.classifier(torch.flatten(x, 1))


def normed():
    """What torchvision's AlexNet does not have: normalizations, groups, averages, windows that round up. PyTorch 1.13 makes branches
    (If) of LocalResponseNorm, which nobody reads."""
    lrn = nn.Identity if version.startswith("1.") else nn.LocalResponseNorm
    return nn.Sequential(
        nn.Conv2d(3, 6, 5, padding=2),
        nn.ReLU(),
        lrn(5, alpha=0.1, k=2.0),
        nn.MaxPool2d(3, stride=2, ceil_mode=True),
        nn.Conv2d(6, 8, 3, groups=2, bias=False),
        nn.BatchNorm2d(8),
        nn.Tanh(),
        lrn(4, alpha=0.1),
        nn.AvgPool2d(3, stride=2, padding=1),
        nn.Conv2d(8, 6, 3, dilation=2),
        nn.Sigmoid(),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(6, 5),
    )


def images(shape):
    count = math.prod(shape)
    return torch.tensor([math.sin(i) for i in range(count)], dtype=torch.float32).reshape(shape)


def note(name, shape, scores):
    values[name] = {"shape": shape, "scores": [float(f"{score:.9g}") for score in scores]}


def export(name, model, shape):
    model.eval()
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.uniform_(-0.5, 0.5)
            module.running_var.uniform_(0.5, 2)
    x = images([2, *shape])
    file = folder / f"{name}-{version}.onnx"
    common = dict(input_names=["input"], output_names=["output"])
    if version.startswith("1."):
        torch.onnx.export(model, x, file, dynamic_axes={"input": {0: "batch"}, "output": {0: "batch"}}, **common)
    else:
        dynamic = ({0: torch.export.Dim("batch")},)
        torch.onnx.export(model, (x,), file, dynamo=True, dynamic_shapes=dynamic, external_data=False, **common)
    with torch.no_grad():
        note(file.name, [2, *shape], model(x).flatten().tolist())


def zoo(name, dtype, raw):
    """As the model zoo's bvlcalexnet-12: Caffe2's nodes without names, Reshape to a constant shape, Dropout with a mask, weights that
    are inputs too, a batch of one."""
    import numpy as np
    import onnx
    from onnx import TensorProto, helper
    from onnx.reference import ReferenceEvaluator

    rng = np.random.default_rng(1)
    nodes, weights = [], []
    last = "data_0"

    def add(op, sizes=(), mask=False, **attributes):
        nonlocal last
        inputs = [last]
        for size in sizes:
            bound = 1 / math.sqrt(math.prod(size[1:]) or 1)
            own = rng.uniform(-bound, bound, size).astype(np.float32)
            inputs.append(f"w{len(weights)}")
            weights.append((inputs[-1], own))
        last = f"y{len(nodes)}"
        nodes.append(helper.make_node(op, inputs, [last, f"mask{len(nodes)}"] if mask else [last], **attributes))

    def conv(out, perGroup, kernel, pad, stride=1, group=1):
        window = dict(kernel_shape=[kernel] * 2, strides=[stride] * 2, pads=[pad] * 4)
        add("Conv", [[out, perGroup, kernel, kernel], [out]], group=group, **window)
        add("Relu")

    lrn = dict(size=5, alpha=9.999999747378752e-05, beta=0.75, bias=1.0)
    pool = dict(kernel_shape=[3, 3], strides=[2, 2])
    conv(4, 3, 11, 0, stride=4)
    add("LRN", **lrn)
    add("MaxPool", pads=[0, 0, 0, 0], **pool)
    conv(6, 2, 5, 2, group=2)
    add("LRN", **lrn)
    add("MaxPool", pads=[0, 0, 1, 1], **pool)
    conv(8, 6, 3, 1)
    conv(6, 4, 3, 1, group=2)
    conv(6, 3, 3, 1, group=2)
    add("MaxPool", pads=[0, 0, 1, 1], **pool)
    weights.append(("OC2_DUMMY_1", np.array([1, 216], dtype=np.int64)))
    nodes.append(helper.make_node("Reshape", [last, "OC2_DUMMY_1"], ["flat"]))
    last = "flat"
    for features, size in [(16, 216), (16, 16)]:
        add("Gemm", [[features, size], [features]], transB=1)
        add("Relu")
        add("Dropout", mask=True)
    add("Gemm", [[5, 16], [5]], transB=1)
    add("Softmax", axis=1)

    def tensor(label, data):
        if data.dtype == np.int64:
            return helper.make_tensor(label, TensorProto.INT64, data.shape, data)
        kind = getattr(TensorProto, dtype)
        if not raw:
            return helper.make_tensor(label, kind, data.shape, data.flatten())
        halves = {"FLOAT16": np.float16, "DOUBLE": np.float64}
        if dtype == "BFLOAT16":
            words = (data.view(np.uint32) >> 16).astype(np.uint16)
        else:
            words = data.astype(halves[dtype])
        return helper.make_tensor(label, kind, data.shape, words.tobytes(), raw=True)

    shape = [1, 3, 224, 224]
    kind = getattr(TensorProto, dtype)
    inputs = [helper.make_tensor_value_info("data_0", kind, shape)]
    for label, data in weights:
        element = TensorProto.INT64 if data.dtype == np.int64 else kind
        inputs.append(helper.make_tensor_value_info(label, element, data.shape))
    output = helper.make_tensor_value_info(last, kind, [1, 5])
    graph = helper.make_graph(nodes, "AlexNet", inputs, [output], [tensor(label, data) for label, data in weights])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 12)], ir_version=3)
    (folder / f"{name}.onnx").write_bytes(model.SerializeToString())
    if dtype == "FLOAT":
        nodes.pop()
        graph.output[0].name = nodes[-1].output[0]
        scores = helper.make_graph(nodes, "AlexNet", inputs, [graph.output[0]], list(graph.initializer))
        plain = helper.make_model(scores, opset_imports=[helper.make_opsetid("", 12)], ir_version=3)
        [got] = ReferenceEvaluator(plain).run(None, {"data_0": images(shape).numpy()})
        note(f"{name}.onnx", shape, got.flatten().tolist())


torch.manual_seed(1)
export("torchvision", AlexNet(), [3, 224, 224])
export("normed", normed(), [3, 28, 28])
if not version.startswith("1."):
    zoo("zoo", "FLOAT", raw=False)
    for dtype in ["DOUBLE", "FLOAT16", "BFLOAT16"]:
        zoo(f"zoo-{dtype.lower()}", dtype, raw=dtype != "FLOAT16")
values_file.write_text(json.dumps(values, indent=1) + "\n")
