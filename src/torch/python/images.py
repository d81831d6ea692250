"""The run's images, in alexgrad's order and with its transforms: what happens to an image depends on (seed, epoch, its
index) alone, so that it is the same on any number of processes."""

import math
from pathlib import Path

import torch
import torch.nn.functional as F

from rng import Rng


class Images(torch.utils.data.Dataset):
    """One part, "train" or "validation", as files of bytes that are mapped into memory.
    `images[epoch, indices]` is a batch: float32 [n, c, h, w] and labels [n]."""

    def __init__(self, folder, part, settings, transforms, statistics, seed):
        self.shape = settings["shape"]
        self.count = settings[part]
        size = self.count * math.prod(self.shape)
        self.bytes = torch.from_file(str(Path(folder, f"{part}.images")), size=size, dtype=torch.uint8)
        self.labels = torch.from_file(str(Path(folder, f"{part}.labels")), size=self.count, dtype=torch.int32)
        self.transforms = transforms
        self.statistics = statistics
        self.rng = Rng(seed)

    def batches(self, epoch, size, last, shuffle):
        """The indices of each batch of an epoch. `last`: what becomes of one that is not full."""
        order = self.rng.fork("shuffle", epoch).permutation(self.count) if shuffle else list(range(self.count))
        batches = [order[at : at + size] for at in range(0, self.count, size)]
        if len(batches) > 1 and len(batches[-1]) < size and last != "keep":
            rest = batches.pop()
            if last == "merge":
                batches[-1] += rest
        return batches

    def __getitem__(self, key):
        epoch, indices = key
        x = self.bytes.view(self.count, *self.shape)[indices].float() / 255
        stream = self.rng.fork("augmentation", epoch)
        rngs = [stream.fork(index) for index in indices]
        for spec in self.transforms:
            x = TRANSFORMS[spec["kind"]](x, spec, self.statistics, rngs, epoch)
        return x, self.labels[indices].long()


def normalize(x, spec, statistics, *_):
    mean = torch.as_tensor(spec.get("mean", statistics["mean"])).view(-1, 1, 1)
    std = torch.as_tensor(spec.get("std", statistics["std"])).view(-1, 1, 1)
    return ((x - mean) / std).float()


def subtract_mean(x, spec, statistics, *_):
    return (x - statistics["mean"].view(-1, 1, 1)).float()


def subtract_mean_image(x, spec, statistics, *_):
    return x - statistics["meanImage"].view(x.shape[1:]).float()


def scale(x, spec, *_):
    return x * spec["factor"]


def taps(length, size):
    """The matrix that resizes an axis: bilinear, antialiased."""
    matrix = torch.zeros(size, length)
    ratio = length / size
    support = max(ratio, 1)
    for i in range(size):
        center = (i + 0.5) * ratio
        first = max(0, math.floor(center - support + 0.5))
        last = min(length, math.floor(center + support + 0.5))
        weights = [1 - abs(j + 0.5 - center) / support for j in range(first, last)]
        matrix[i, first:last] = torch.tensor(weights) / sum(weights)
    return matrix


def stretch(x, size):
    return taps(x.shape[-2], size) @ (x @ taps(x.shape[-1], size).T)


def resize(x, spec, *_):
    return stretch(x, spec["size"])


def progressive_resize(x, spec, statistics, rngs, epoch):
    end = 0
    for stage in spec["stages"]:
        end += stage["epochs"]
        if epoch <= end:
            return stretch(x, stage["size"])
    return x


def middle(room):
    """Half of the room; of two pixels as near, the even one."""
    half = room // 2
    return half + (room & half & 1)


def center_crop(x, spec, *_):
    return crop(x, {**spec, "place": "center"})


def crop(x, spec, *_):
    size, place = spec["size"], spec["place"]
    room_y, room_x = x.shape[-2] - size, x.shape[-1] - size
    top = middle(room_y) if place == "center" else room_y if "bottom" in place else 0
    left = middle(room_x) if place == "center" else room_x if "right" in place else 0
    return x[..., top : top + size, left : left + size]


def random_crop(x, spec, statistics, rngs, epoch):
    height, width = spec.get("size", x.shape[-2]), spec.get("size", x.shape[-1])
    x = F.pad(x, [spec.get("padding", 0)] * 4)
    windows = []
    for image, rng in zip(x, rngs):
        top = rng.int(x.shape[-2] - height + 1)
        left = rng.int(x.shape[-1] - width + 1)
        windows.append(image[:, top : top + height, left : left + width])
    return torch.stack(windows)


def js_round(value):
    return math.floor(value + 0.5)


def random_resized_crop(x, spec, statistics, rngs, epoch):
    low, high = spec.get("scale", (0.08, 1))
    narrow, wide = spec.get("ratio", (3 / 4, 4 / 3))
    h, w = x.shape[-2:]
    windows = []
    for image, rng in zip(x, rngs):
        side = min(h, w)
        height, width, top, left = side, side, (h - side) // 2, (w - side) // 2
        for _ in range(10):
            area = h * w * rng.uniform(low, high)
            aspect = math.exp(rng.uniform(math.log(narrow), math.log(wide)))
            try_w, try_h = js_round(math.sqrt(area * aspect)), js_round(math.sqrt(area / aspect))
            if 1 <= try_w <= w and 1 <= try_h <= h:
                height, width = try_h, try_w
                top, left = rng.int(h - height + 1), rng.int(w - width + 1)
                break
        windows.append(stretch(image[:, top : top + height, left : left + width], spec["size"]))
    return torch.stack(windows)


def flip(x, *_):
    return x.flip(-1)


def random_flip(x, spec, statistics, rngs, epoch):
    return torch.stack([image if rng.int(2) == 0 else image.flip(-1) for image, rng in zip(x, rngs)])


def warp(image, matrix):
    """Each pixel from where a 2×2 matrix takes it, in (x, y) from the center; bilinear, 0 outside."""
    h, w = image.shape[-2:]
    y, x = torch.meshgrid(torch.arange(h) - (h - 1) / 2, torch.arange(w) - (w - 1) / 2, indexing="ij")
    (xx, xy), (yx, yy) = matrix
    grid = torch.stack([2 * (xx * x + xy * y) / max(w - 1, 1), 2 * (yx * x + yy * y) / max(h - 1, 1)], dim=-1)
    return F.grid_sample(image[None], grid[None], mode="bilinear", padding_mode="zeros", align_corners=True)[0]


def random_rotation(x, spec, statistics, rngs, epoch):
    turned = []
    for image, rng in zip(x, rngs):
        angle = math.radians(rng.uniform(-spec["degrees"], spec["degrees"]))
        cos, sin = math.cos(angle), math.sin(angle)
        turned.append(warp(image, ((cos, -sin), (sin, cos))))
    return torch.stack(turned)


def random_scale(x, spec, statistics, rngs, epoch):
    factors = [1 / rng.uniform(*spec["scale"]) for rng in rngs]
    return torch.stack([warp(image, ((factor, 0), (0, factor))) for image, factor in zip(x, factors)])


def color_jitter(x, spec, statistics, rngs, epoch):
    brightness, contrast = spec.get("brightness", 0), spec.get("contrast", 0)
    changed = []
    for image, rng in zip(x, rngs):
        b = rng.uniform(1 - brightness, 1 + brightness)
        k = rng.uniform(1 - contrast, 1 + contrast)
        mean = b * image.mean()
        changed.append(mean + k * (b * image - mean))
    return torch.stack(changed)


def pca_color(x, spec, statistics, rngs, epoch):
    std, is_paper = spec.get("std", 0.1), spec.get("variant", "paper") == "paper"
    values, vectors = statistics["pca.values"], statistics["pca.vectors"]
    strengths = values if is_paper else values.clamp(min=0).sqrt()
    amounts = torch.tensor([[rng.normal(0, std) for _ in values] for rng in rngs], dtype=vectors.dtype)
    shifts = (amounts * strengths) @ vectors
    return ((x + shifts[:, :, None, None]) / (1 if is_paper else 1 + std)).float()


TRANSFORMS = {
    "normalize": normalize,
    "subtractMean": subtract_mean,
    "subtractMeanImage": subtract_mean_image,
    "scale": scale,
    "resize": resize,
    "progressiveResize": progressive_resize,
    "centerCrop": center_crop,
    "crop": crop,
    "randomCrop": random_crop,
    "randomResizedCrop": random_resized_crop,
    "flip": flip,
    "randomFlip": random_flip,
    "randomRotation": random_rotation,
    "randomScale": random_scale,
    "colorJitter": color_jitter,
    "pcaColor": pca_color,
}
