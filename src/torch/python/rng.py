"""alexgrad's random numbers: Philox4x32-10 (Salmon, Moraes, Dror & Shaw, SC 2011), streams by key and label."""

import math

MASK = 0xFFFFFFFF


def philox(counter, key):
    """Four random words, a function of four counter words and two key words."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        product0, product2 = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = product2 >> 32 ^ c1 ^ k0, product2 & MASK, product0 >> 32 ^ c3 ^ k1, product0 & MASK
        k0, k1 = k0 + 0x9E3779B9 & MASK, k1 + 0xBB67AE85 & MASK
    return c0, c1, c2, c3


def hash_label(label):
    """FNV-1a, 32 bits."""
    value = 0x811C9DC5
    for byte in label.encode():
        value = (value ^ byte) * 0x01000193 & MASK
    return value


class Rng:
    def __init__(self, seed=0, key=None):
        self.key = key or (seed & MASK, seed >> 32)
        self.position = 0
        self.block = ()
        self.spare = None

    def fork(self, *labels):
        """A stream of its own, determined by this one's key and the labels alone."""
        key = self.key
        for label in labels:
            if isinstance(label, str):
                counter = (hash_label(label), 0, 1, MASK)
            else:
                counter = (label & MASK, label >> 32, 0, MASK)
            key = philox(counter, key)[:2]
        return Rng(key=key)

    def uint32(self):
        index, at = divmod(self.position, 4)
        if at == 0:
            self.block = philox((index & MASK, index >> 32, 0, 0), self.key)
        self.position += 1
        return self.block[at]

    def uniform(self, low=0.0, high=1.0):
        bits = (self.uint32() >> 5) * 2**26 + (self.uint32() >> 6)
        return low + (high - low) * (bits / 2**53)

    def int(self, n):
        limit = 2**32 - 2**32 % n
        word = self.uint32()
        while word >= limit:
            word = self.uint32()
        return word % n

    def normal(self, mean=0.0, std=1.0):
        if self.spare is not None:
            value, self.spare = self.spare, None
            return mean + std * value
        radius = math.sqrt(-2 * math.log(1 - self.uniform()))
        angle = 2 * math.pi * self.uniform()
        self.spare = radius * math.sin(angle)
        return mean + std * radius * math.cos(angle)

    def permutation(self, n):
        order = list(range(n))
        for i in range(n - 1, 0, -1):
            j = self.int(i + 1)
            order[i], order[j] = order[j], order[i]
        return order
