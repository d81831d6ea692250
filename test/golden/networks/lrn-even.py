"""18 % error on CIFAR-10 in 20 minutes of 2011 (Krizhevsky, cuda-convnet, layers-18pct.cfg).

Images [n, 3, 32, 32] to scores [n, 10]. Made by `alexgrad export` from the table of cifar-18pct: layers and
parameters have the names and places that they have there."""

import torch
import torch.nn.functional as F
from torch import nn


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


class Model(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 32, kernel_size=5, padding=2),  # conv1
            nn.MaxPool2d(kernel_size=3, stride=2, ceil_mode=True),
            nn.ReLU(),
            LocalResponseNorm2d(4, alpha=4 * 4 * 0.00005, beta=0.75, k=2),
            nn.Conv2d(32, 32, kernel_size=5, padding=2),  # conv2
            nn.ReLU(),
            nn.AvgPool2d(kernel_size=3, stride=2, ceil_mode=True),
            LocalResponseNorm2d(4, alpha=4 * 4 * 0.00005, beta=0.75, k=2),
            nn.Conv2d(32, 64, kernel_size=5, padding=2),  # conv3
            nn.ReLU(),
            nn.AvgPool2d(kernel_size=3, stride=2, ceil_mode=True),
        )
        self.classifier = nn.Sequential(
            nn.Linear(1024, num_classes),  # fc10
        )

    def forward(self, x):
        x = self.features(x)
        x = torch.flatten(x, 1)
        x = self.classifier(x)
        return x
