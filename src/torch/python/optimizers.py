"""The run's optimizer, parameter groups and learning rates, each by alexgrad's rule."""

import math

import torch


class PaperSGD(torch.optim.Optimizer):
    """v ← μ v − λ lr w − lr g,  w ← w + v: the rule of 2012 and of Caffe, which has the rate inside of the velocity.
    torch.optim.SGD has it outside; the two differ where the rate changes."""

    def __init__(self, params, lr, momentum, weight_decay=0.0):
        super().__init__(params, dict(lr=lr, momentum=momentum, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for w in group["params"]:
                if w.grad is None:
                    continue
                change = w.grad.add(w, alpha=group["weight_decay"]).mul_(-group["lr"])
                if group["momentum"] == 0:
                    w.add_(change)
                    continue
                state = self.state[w]
                if "velocity" not in state:
                    state["velocity"] = torch.zeros_like(w)
                w.add_(state["velocity"].mul_(group["momentum"]).add_(change))


class Muon(torch.optim.Optimizer):
    """v ← μ v + g,  u = g + μ v; matrices: w ← (1 − lr λ) w − lr √max(1, rows / columns) orthogonalize(u);
    vectors: w ← w − lr u. A convolution's weight counts as the matrix [out, in · …] (Jordan et al. 2024)."""

    def __init__(self, params, lr, momentum, weight_decay=0.1):
        super().__init__(params, dict(lr=lr, momentum=momentum, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            lr, momentum = group["lr"], group["momentum"]
            for w in group["params"]:
                if w.grad is None:
                    continue
                state = self.state[w]
                if "momentum_buffer" not in state:
                    state["momentum_buffer"] = torch.zeros_like(w)
                v = state["momentum_buffer"].mul_(momentum).add_(w.grad)
                u = w.grad.add(v, alpha=momentum)
                if w.dim() < 2:
                    w.sub_(u, alpha=lr)
                    continue
                matrix = u.reshape(len(u), -1)
                stretch = math.sqrt(max(1, matrix.shape[0] / matrix.shape[1]))
                w.mul_(1 - lr * group["weight_decay"]).sub_(orthogonalize(matrix).view_as(w), alpha=lr * stretch)


def orthogonalize(x, steps=5):
    """Nearly the closest matrix whose singular values are all 1, by Newton and Schulz's iteration."""
    is_tall = x.shape[0] > x.shape[1]
    x = x / x.norm().clamp(min=1e-7)
    for _ in range(steps):
        gram = x.T @ x if is_tall else x @ x.T
        weight = -4.775 * gram + 2.0315 * gram @ gram
        x = 3.4445 * x + (x @ weight if is_tall else weight @ x)
    return x


def make_optimizer(training, model):
    """One group for each rate and weight decay; what is frozen is in none."""
    parameters = dict(model.named_parameters())
    lr = training["lr"]
    groups = [
        {
            "params": [parameters[name] for name in group["params"]],
            "lr_scale": group["lrScale"],
            "weight_decay": group["weightDecay"],
        }
        for group in training["groups"]
    ]
    choice = training["optimizer"]
    name = choice["name"]
    if name == "sgd" and choice["rule"] == "paper":
        return PaperSGD(groups, lr, choice["momentum"])
    if name == "sgd":
        return torch.optim.SGD(groups, lr, momentum=choice["momentum"], nesterov=choice["nesterov"])
    if name == "adagrad":
        start = choice["initialAccumulator"]
        return torch.optim.Adagrad(groups, lr, initial_accumulator_value=start, eps=choice["eps"])
    if name == "muon":
        return Muon(groups, lr, choice["momentum"])
    rule = torch.optim.AdamW if name == "adamw" else torch.optim.Adam
    return rule(groups, lr, betas=tuple(choice["betas"]))


def set_rate(optimizer, lr):
    for group in optimizer.param_groups:
        group["lr"] = lr * group["lr_scale"]


def rate_at(training, step):
    """The rate of step `step`, from 0, of a schedule that is a function of the step."""
    schedule, lr, per_epoch = training["schedule"], training["lr"], training["stepsPerEpoch"]
    total = per_epoch * training["epochs"]
    name = schedule["name"]
    if name == "step":
        return lr * schedule["gamma"] ** sum(epoch * per_epoch <= step for epoch in schedule["milestones"])
    if name == "cosine":
        return cosine(lr, 0, step / total)
    if name == "one-cycle":
        total = max(2, total)
        start, last = lr / schedule["divFactor"], total - 1
        peak = schedule["pctStart"] * total - 1
        step = min(step, last)
        if step <= peak and peak > 0:
            return cosine(start, lr, step / peak)
        return cosine(lr, start / 1e4, (step - peak) / (last - peak))
    return lr


def cosine(start, end, x):
    """From start to end along half a cosine, as x goes from 0 to 1."""
    return end + (start - end) * (1 + math.cos(math.pi * x)) / 2


class Plateau:
    """Multiplies the rate by `factor` when the loss has not become better for more than `patience` epochs."""

    def __init__(self, schedule, lr, state):
        self.factor, self.patience, self.lr = schedule["factor"], schedule["patience"], lr
        self.best, self.bad_epochs = state["best"], state["badSteps"]

    def step(self, loss):
        is_better = loss == loss if self.best is None else loss < self.best * (1 - 1e-4)
        if is_better:
            self.best = loss
        self.bad_epochs = 0 if is_better else self.bad_epochs + 1
        if self.bad_epochs > self.patience:
            self.bad_epochs = 0
            if self.lr * (1 - self.factor) > 1e-8:
                self.lr *= self.factor

    def state(self):
        return {"best": self.best, "badSteps": self.bad_epochs, "cooldownLeft": 0}
