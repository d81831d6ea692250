"""Writes recipes/values.json, beside this file: the images and rates that the Python of `alexgrad export --to torch` makes of
recipes/cases.json, which the tests write (`npx vitest run test/torch/recipes.test.ts -u`).

    /usr/bin/python3 test/golden/make_recipes.py [out]

Of a batch two numbers are kept: its norm, and its product with noise. Made with PyTorch 1.13."""

import json
import math
import sys
import tempfile
from pathlib import Path

import torch

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
from make_networks import digest  # noqa: E402
from images import Images  # noqa: E402
from optimizers import Plateau, rate_at  # noqa: E402

CASES = json.loads((HERE / "recipes" / "cases.json").read_text())
SIZE = math.prod(CASES["shape"])


def write_images(folder):
    i = torch.arange(CASES["count"] * SIZE)
    Path(folder, "train.images").write_bytes(bytes(((i * i * 31 + i * 17) % 251).tolist()))
    Path(folder, "train.labels").write_bytes(bytes(4 * CASES["count"]))


def statistics():
    given = CASES["statistics"]
    as_tensor = lambda values: torch.tensor(values, dtype=torch.float64)
    return {
        "mean": as_tensor(given["mean"]),
        "std": as_tensor(given["std"]),
        "meanImage": (torch.arange(SIZE) % 64 / 64).float(),
        "pca.values": as_tensor(given["pca"]["values"]),
        "pca.vectors": as_tensor(given["pca"]["vectors"]),
    }


def rates(schedule):
    plateau = None
    if schedule["name"] == "plateau":
        plateau = Plateau(schedule, CASES["lr"], {"best": None, "badSteps": 0})
    found = []
    for epoch, loss in enumerate(CASES["losses"]):
        for step in range(CASES["stepsPerEpoch"]):
            at = epoch * CASES["stepsPerEpoch"] + step
            found.append(plateau.lr if plateau else rate_at({**CASES, "schedule": schedule}, at))
        if plateau:
            plateau.step(loss)
    return found


def run(folder):
    write_images(folder)
    settings = {"shape": CASES["shape"], "train": CASES["count"]}
    images = lambda transforms: Images(folder, "train", settings, transforms, statistics(), CASES["seed"])
    results = [images(transforms)[CASES["epoch"], list(range(CASES["count"]))][0] for transforms in CASES["transforms"]]
    return {
        "images": [{"shape": list(x.shape), "digest": digest(x)} for x in results],
        "batches": [images([]).batches(CASES["epoch"], CASES["batch"], last, True) for last in CASES["lastBatches"]],
        "rates": [rates(schedule) for schedule in CASES["schedules"]],
    }


if __name__ == "__main__":
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "recipes" / "values.json"
    with tempfile.TemporaryDirectory() as folder:
        out.write_text(json.dumps(run(folder), indent=1) + "\n")
