"""The 2012 paper's AlexNet with batch normalization (Ioffe & Szegedy, 2015) in place of LRN.

Images [n, 3, 99, 99] to scores [n, 10]. Made by `alexgrad export` from the table of alexnet-bn: layers and
parameters have the names and places that they have there."""

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 6, kernel_size=11, stride=4, bias=False),  # conv1
            nn.BatchNorm2d(6),
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=3, stride=2),
            nn.Conv2d(6, 16, kernel_size=5, padding=2, groups=2, bias=False),  # conv2
            nn.BatchNorm2d(16),
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=3, stride=2),
            nn.Conv2d(16, 24, kernel_size=3, padding=1, bias=False),  # conv3
            nn.BatchNorm2d(24),
            nn.ReLU(),
            nn.Conv2d(24, 24, kernel_size=3, padding=1, groups=2, bias=False),  # conv4
            nn.BatchNorm2d(24),
            nn.ReLU(),
            nn.Conv2d(24, 16, kernel_size=3, padding=1, groups=2, bias=False),  # conv5
            nn.BatchNorm2d(16),
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=3, stride=2),
        )
        self.classifier = nn.Sequential(
            nn.Linear(64, 256),  # fc6
            nn.ReLU(),
            nn.Dropout(0.5),
            nn.Linear(256, 256),  # fc7
            nn.ReLU(),
            nn.Dropout(0.5),
            nn.Linear(256, num_classes),  # fc8
        )

    def forward(self, x):
        x = self.features(x)
        x = torch.flatten(x, 1)
        x = self.classifier(x)
        return x
