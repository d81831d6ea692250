/** What torch.nn lacks, as lines of model.py. */

interface PythonClass {
  readonly name: string;
  readonly code: string;
}

export const paddedConv2d: PythonClass = {
  name: "PaddedConv2d",
  code: `class PaddedConv2d(nn.Conv2d):
    """A convolution with paddings of its own to the left, to the right, above and below."""

    def __init__(self, *args, padding, **options):
        super().__init__(*args, **options)
        self.sides = padding

    def forward(self, x):
        return super().forward(F.pad(x, self.sides))`,
};

export const localResponseNorm2d: PythonClass = {
  name: "LocalResponseNorm2d",
  code: `class LocalResponseNorm2d(nn.Module):
    """Local response normalization over size × size neighboring pixels of the same channel; torch.nn has it over
    channels only. α is divided by the number of pixels."""

    def __init__(self, size, alpha, beta, k):
        super().__init__()
        self.size, self.alpha, self.beta, self.k = size, alpha, beta, k

    def forward(self, x):
        before, after = self.size // 2, (self.size - 1) // 2
        squares = F.pad(x * x, (before, after, before, after))
        return x / (self.k + self.alpha * F.avg_pool2d(squares, self.size, stride=1)) ** self.beta`,
};

export const dropout2012: PythonClass = {
  name: "Dropout2012",
  code: `class Dropout2012(nn.Dropout):
    """Dropout as in 2012: nothing is scaled in training, all is multiplied by 1 - p in evaluation."""

    def forward(self, x):
        return super().forward(x) * (1 - self.p)`,
};
