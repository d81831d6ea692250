"""AlexNet as the released code ran it (computerhistory/AlexNet-Source-Code, layers-145.cfg).

Images [n, 3, 96, 96] to scores [n, 10]. Made by `alexgrad export` from the table of code2012: layers and
parameters have the names and places that they have there."""

import torch
import torch.nn.functional as F
from torch import nn


class PaddedConv2d(nn.Conv2d):
    """A convolution with paddings of its own to the left, to the right, above and below."""

    def __init__(self, *args, padding, **options):
        super().__init__(*args, **options)
        self.sides = padding

    def forward(self, x):
        return super().forward(F.pad(x, self.sides))


class LocalResponseNorm2d(nn.Module):
    """Local response normalization over size × size neighboring pixels of the same channel; torch.nn has it over
    channels only. α is divided by the number of pixels."""

    def __init__(self, size, alpha, beta, k):
        super().__init__()
        self.size, self.alpha, self.beta, self.k = size, alpha, beta, k

    def forward(self, x):
        before, after = self.size // 2, (self.size - 1) // 2
        squares = F.pad(x * x, (before, after, before, after))
        return x / (self.k + self.alpha * F.avg_pool2d(squares, self.size, stride=1)) ** self.beta


class Dropout2012(nn.Dropout):
    """Dropout as in 2012: nothing is scaled in training, all is multiplied by 1 - p in evaluation."""

    def forward(self, x):
        return super().forward(x) * (1 - self.p)


class Model(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.features = nn.Sequential(
            PaddedConv2d(3, 6, kernel_size=11, stride=4, padding=(0, 3, 0, 3)),  # conv1
            nn.LocalResponseNorm(5, alpha=0.0001, beta=0.75, k=2),
            nn.MaxPool2d(kernel_size=3, stride=2, ceil_mode=True),
            nn.ReLU(),
            nn.Conv2d(6, 16, kernel_size=5, padding=2, groups=2),  # conv2
            nn.ReLU(),
            nn.LocalResponseNorm(5, alpha=0.0001, beta=0.75, k=2),
            LocalResponseNorm2d(5, alpha=0.001, beta=0.75, k=2),
            nn.MaxPool2d(kernel_size=3, stride=2, ceil_mode=True),
            nn.Conv2d(16, 24, kernel_size=3, padding=1),  # conv3
            nn.ReLU(),
            nn.Conv2d(24, 24, kernel_size=3, padding=1, groups=2),  # conv4
            nn.ReLU(),
            nn.Conv2d(24, 16, kernel_size=3, padding=1, groups=2),  # conv5
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=3, stride=2, ceil_mode=True),
        )
        self.classifier = nn.Sequential(
            nn.Linear(64, 256),  # fc6
            nn.ReLU(),
            Dropout2012(0.5),
            nn.Linear(256, 256),  # fc7
            nn.ReLU(),
            Dropout2012(0.5),
            nn.Linear(256, num_classes),  # fc8
        )

    def forward(self, x):
        x = self.features(x)
        x = torch.flatten(x, 1)
        x = self.classifier(x)
        return x
