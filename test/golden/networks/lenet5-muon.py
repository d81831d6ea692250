"""LeNet-5 with its later simplifications (LeCun, Bottou, Bengio & Haffner, Proc. IEEE 1998).

Images [n, 1, 32, 32] to scores [n, 10]. Made by `alexgrad export` from the table of lenet5: layers and
parameters have the names and places that they have there."""

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 6, kernel_size=5),  # c1
            nn.Tanh(),
            nn.AvgPool2d(kernel_size=2),
            nn.Conv2d(6, 16, kernel_size=5),  # c3
            nn.Tanh(),
            nn.AvgPool2d(kernel_size=2),
        )
        self.classifier = nn.Sequential(
            nn.Linear(400, 120),  # c5
            nn.Tanh(),
            nn.Linear(120, 84),  # f6
            nn.Tanh(),
            nn.Linear(84, num_classes),  # f7
        )

    def forward(self, x):
        x = self.features(x)
        x = torch.flatten(x, 1)
        x = self.classifier(x)
        return x
