"""How right a network is."""

import math

import torch
import torch.nn.functional as F


@torch.no_grad()
def measure(model, batches, device):
    """The sum of the losses, and how many labels have the highest score, or one of the five highest.
    A batch has its images in one or more views, whose probabilities are averaged."""
    model.eval()
    totals = torch.zeros(3, dtype=torch.float64, device=device)
    for views in batches:
        labels = views[0][1]
        scores = [model(images) for images, _ in views]
        mean = scores[0] if len(scores) == 1 else torch.stack([each.softmax(1) for each in scores]).mean(0).log()
        own = mean.gather(1, labels[:, None])
        # Ties, and NaN, count against the label.
        rank = (~(mean < own)).sum(1) - 1
        totals[0] += F.cross_entropy(mean, labels, reduction="sum")
        totals[1] += (rank < 1).sum()
        totals[2] += (rank < 5).sum()
    return totals


def is_better(validation, best):
    """A higher accuracy, or as high a one with a lower loss."""
    if best is None or validation["top1"] > best["top1"]:
        return True
    if validation["top1"] < best["top1"] or not math.isfinite(validation["loss"]):
        return False
    return not math.isfinite(best["loss"]) or validation["loss"] < best["loss"]
