"""Where a training stands, in last.safetensors: the state of alexgrad's trainer, field by field."""

import json
import math
import os

import torch

import tensors
from optimizers import Plateau

NAME = "last.safetensors"


def restore(training, folder, rank):
    """Puts a training where the snapshot left off."""
    stored, texts = tensors.load(folder / NAME)
    state = json.loads(texts["alexgrad"])
    training.position, training.best = state["position"], state["progress"]["best"]
    if training.best and training.best["loss"] is None:
        training.best["loss"] = math.nan
    lost = training.model.load_state_dict(part(stored, "model."), strict=False)
    if lost.unexpected_keys or any(not name.endswith("num_batches_tracked") for name in lost.missing_keys):
        raise SystemExit(f"{NAME} is another network's: {lost}")
    training.steps = state["optimizer"]["steps"]
    slots = {i: {"step": torch.tensor(float(steps))} for i, steps in enumerate(training.steps) if steps > 0}
    for name, tensor in part(stored, "optimizer.").items():
        index, buffer = name.split(".")
        slots[int(index)][buffer] = tensor
    if slots:
        groups = training.optimizer.state_dict()["param_groups"]
        training.optimizer.load_state_dict({"state": slots, "param_groups": groups})
    schedule, lr = training.settings["schedule"], state["optimizer"]["lr"]
    training.plateau = Plateau(schedule, lr, state["schedule"]) if schedule["name"] == "plateau" else None
    training.average = {name: tensor.to(training.device) for name, tensor in part(stored, "average.").items()}
    training.average_steps = state["averageSteps"]
    if rank == 0:
        path = folder / "metrics.jsonl"
        logged = path.read_bytes()[: state["progress"]["metricsBytes"]]
        training.metrics = open(path, "ab")
        training.metrics.truncate(logged.rfind(b"\n") + 1)


def save(training, folder, rank):
    """Replaces the snapshot; rank 0 does, for all."""
    if rank != 0:
        return
    stored = {f"model.{name}": tensor for name, tensor in training.model.state_dict().items()}
    for i, slot in training.optimizer.state_dict()["state"].items():
        for name, value in slot.items():
            if name != "step" and torch.is_tensor(value):
                stored[f"optimizer.{i}.{name}"] = value
    stored.update({f"average.{name}": tensor for name, tensor in training.average.items()})
    state = {
        "position": training.position,
        "optimizer": {"lr": training.rate(), "steps": training.steps},
        "schedule": schedule_state(training),
        "averageSteps": training.average_steps,
        "progress": {"best": training.best, "metricsBytes": training.metrics.tell()},
    }
    os.fsync(training.metrics.fileno())
    tensors.save(folder / NAME, stored, {"alexgrad": to_json(state), "torch": f"PyTorch {torch.__version__}"})


def schedule_state(training):
    if training.plateau:
        return training.plateau.state()
    if training.settings["schedule"]["name"] == "constant":
        return None
    return {"baseLr": training.settings["lr"], "steps": training.schedule_step()}


def part(stored, prefix):
    return {name[len(prefix) :]: tensor for name, tensor in stored.items() if name.startswith(prefix)}


def to_json(value):
    """JSON has null for what is not finite."""
    return json.dumps(finite(value), allow_nan=False)


def finite(value):
    if isinstance(value, dict):
        return {key: finite(each) for key, each in value.items()}
    return None if isinstance(value, float) and not math.isfinite(value) else value
