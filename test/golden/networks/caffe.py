"""AlexNet as Caffe ships it (BVLC/caffe, models/bvlc_alexnet/train_val.prototxt).

Images [n, 3, 99, 99] to scores [n, 10]. Made by `alexgrad export` from the table of caffe: layers and
parameters have the names and places that they have there."""

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 6, kernel_size=11, stride=4),  # conv1
            nn.ReLU(),
            nn.LocalResponseNorm(5, alpha=0.0001, beta=0.75, k=1),
            nn.MaxPool2d(kernel_size=3, stride=2, ceil_mode=True),
            nn.Conv2d(6, 16, kernel_size=5, padding=2, groups=2),  # conv2
            nn.ReLU(),
            nn.LocalResponseNorm(5, alpha=0.0001, beta=0.75, k=1),
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
