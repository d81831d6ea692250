"""Writes keras.json and keras.safetensors, beside this file: a small network of Keras, and what the script of
docs/guides/neighbours.md makes of it.

    pip install keras tensorflow-cpu safetensors && python test/golden/make_keras.py

Made with Keras 3.15.1 on TensorFlow 2.21.0.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import keras
from keras import layers

HERE = Path(__file__).parent
GUIDE = HERE.parent.parent / "docs/guides/neighbours.md"

keras.utils.set_random_seed(0)
# torchvision's AlexNet with maps and sizes that are all different, so that no order can pass for another.
relu = {"activation": "relu", "bias_initializer": "random_normal"}
model = keras.Sequential([
    keras.Input((15, 17, 3)),
    layers.ZeroPadding2D(2),
    layers.Conv2D(4, 5, strides=2, **relu),
    layers.MaxPooling2D(3, 2),
    layers.Conv2D(5, 3, padding="same", **relu),
    layers.Conv2D(6, 3, padding="same", **relu),
    layers.Conv2D(7, 3, padding="same", **relu),
    layers.Conv2D(2, 1, **relu),
    layers.Flatten(),
    layers.Dense(8, **relu),
    layers.Dense(9, **relu),
    layers.Dense(4, bias_initializer="random_normal"),
])
x = keras.random.normal((1, 15, 17, 3), seed=1)
y = model(x)

with tempfile.TemporaryDirectory() as folder:
    saved = f"{folder}/mine.keras"
    model.save(saved)
    script = re.search(r"```python\n(.*?)```", GUIDE.read_text(), re.S).group(1)
    subprocess.run([sys.executable, "-c", script, saved, str(HERE / "keras.safetensors")], check=True)


def stored(values):
    values = keras.ops.convert_to_numpy(values)
    return {"shape": values.shape, "data": [float(f"{value:.9g}") for value in values.ravel()]}


kernels = [stored(layer.get_weights()[0]) for layer in model.layers if layer.weights]
flat = model.get_layer("flatten").input.shape[1:]
golden = {"keras": keras.__version__, "x": stored(x), "y": stored(y), "flat": flat, "kernels": kernels}
(HERE / "keras.json").write_text(json.dumps(golden) + "\n")
