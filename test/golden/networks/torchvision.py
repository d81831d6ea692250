"""AlexNet of "One weird trick" (Krizhevsky, 2014), one tower, as torchvision.models.alexnet has it.

Images [n, 3, 96, 96] to scores [n, 10]. Made by `alexgrad export` from the table of torchvision: layers and
parameters have the names and places that they have there."""

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 4, kernel_size=11, stride=4, padding=2),  # conv1
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=3, stride=2),
            nn.Conv2d(4, 12, kernel_size=5, padding=2),  # conv2
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=3, stride=2),
            nn.Conv2d(12, 24, kernel_size=3, padding=1),  # conv3
            nn.ReLU(),
            nn.Conv2d(24, 16, kernel_size=3, padding=1),  # conv4
            nn.ReLU(),
            nn.Conv2d(16, 16, kernel_size=3, padding=1),  # conv5
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=3, stride=2),
        )
        self.avgpool = nn.AdaptiveAvgPool2d(6)
        self.classifier = nn.Sequential(
            nn.Dropout(0.5),
            nn.Linear(576, 256),  # fc6
            nn.ReLU(),
            nn.Dropout(0.5),
            nn.Linear(256, 256),  # fc7
            nn.ReLU(),
            nn.Linear(256, num_classes),  # fc8
        )

    def forward(self, x):
        x = self.features(x)
        x = self.avgpool(x)
        x = torch.flatten(x, 1)
        x = self.classifier(x)
        return x
