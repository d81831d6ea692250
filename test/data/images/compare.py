"""Makes 400 JPEGs and 400 PNGs of all flavors from a seed, with what Pillow reads of each, and for PNG what was written.
A test sets what this library reads beside that, in Node and in Chromium:

    gcc -O2 -o /tmp/make_jpeg make_jpeg.c -ljpeg && python3 compare.py /tmp/make_jpeg /tmp/flavors 1
    FLAVORS=/tmp/flavors npx vitest run --project browser test/browser/flavors.test.ts
"""
import io, json, math, os, random, struct, subprocess, sys, zlib
from PIL import Image, ImageFile

# libjpeg cannot stop in the middle of arithmetic coding: it gets whole files.
ImageFile.MAXBLOCK = 2**24
make_jpeg, folder, seed = sys.argv[1:]
r = random.Random(int(seed))
os.makedirs(folder)
WIDTH, HEIGHT, EACH = 513, 389, 16
manifest = []


def size():
    """Small ones mostly, up to the largest."""
    return tuple(1 + round((most - 1) * r.random() ** 2) for most in (WIDTH, HEIGHT))


def wave(x, y):
    values = 128 + 100 * math.sin(x / 7 + y / 11), 128 + 100 * math.cos(x / 5 - y / 9), (x * 3 + y * 5) % 256
    return (int(min(255, max(0, v + r.gauss(0, 8)))) for v in values)


whole = Image.frombytes("RGB", (WIDTH, HEIGHT), bytes(v for y in range(HEIGHT) for x in range(WIDTH) for v in wave(x, y)))


def add(flavor, extension, data, exact=None):
    name = f"{len(manifest):03}.{extension}"
    image = Image.open(io.BytesIO(data))
    has_alpha = image.mode in ("LA", "RGBA") or "transparency" in image.info
    read = Image.new("RGBA", image.size)
    read.paste(image.convert("RGBA" if has_alpha else "RGB"))
    for suffix, content in ("", data), (".pillow", read.tobytes()), (".exact", exact):
        if content is not None:
            with open(os.path.join(folder, name + suffix), "wb") as file:
                file.write(content)
    manifest.append({"name": name, "flavor": flavor, "width": image.width, "height": image.height})


plain = ["h=1", "v=1"]
samplings = {"4:4:4": plain, "4:2:2": ["h=2", "v=1"], "4:2:0": ["h=2", "v=2"], "4:4:0": ["h=1", "v=2"], "4:1:1": ["h=4", "v=1"]}
jpegs = {
    **{f"YCbCr {name}": ("RGB", options) for name, options in samplings.items()},
    **{f"YCbCr {name} progressive": ("RGB", [*options, "prog"]) for name, options in samplings.items()},
    "YCbCr 4:2:0 arithmetic": ("RGB", [*samplings["4:2:0"], "arith"]),
    "YCbCr 4:4:4 arithmetic progressive": ("RGB", [*plain, "arith", "prog"]),
    "YCbCr 4:2:0 restarts": ("RGB", [*samplings["4:2:0"], "restart=3"]),
    "YCbCr 4:2:2 restarts progressive": ("RGB", [*samplings["4:2:2"], "restart=5", "prog"]),
    "YCbCr 4:2:0 no marker": ("RGB", [*samplings["4:2:0"], "nojfif"]),
    "YCbCr 4:2:2 Adobe": ("RGB", [*samplings["4:2:2"], "nojfif", "adobe"]),
    "RGB Adobe": ("RGB", ["rgb"]),
    "RGB Adobe progressive": ("RGB", ["rgb", "prog"]),
    "RGB by component ids": ("RGB", ["rgb", "noadobe"]),
    "gray": ("L", []),
    "gray progressive restarts": ("L", ["prog", "restart=2"]),
    "CMYK Adobe": ("CMYK", ["cmyk"]),
    "CMYK no marker": ("CMYK", ["cmyk", "noadobe"]),
    "YCCK 4:4:4": ("CMYK", ["ycck", *plain]),
    "YCCK 4:2:0 progressive": ("CMYK", ["ycck", *samplings["4:2:0"], "prog"]),
}
for flavor, (mode, options) in jpegs.items():
    for i in range(EACH):
        w, h = (1, 1) if i == 0 else (WIDTH, HEIGHT) if i == 1 else size()
        image = whole.crop((0, 0, w, h)).convert(mode)
        command = [make_jpeg, str(w), str(h), str(len(mode)), f"q={r.choice([1, 10, 30, 50, 75, 85, 90, 95, 100])}", *options]
        add(f"JPEG {flavor}", "jpg", subprocess.run(command, input=image.tobytes(), stdout=subprocess.PIPE, check=True).stdout)


CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def predict(kind, left, up, corner):
    if kind < 4:
        return (0, left, up, (left + up) // 2)[kind]
    return min((left, up, corner), key=lambda value: abs(left + up - corner - value))


def filtered(rows, bytes_per_pixel):
    above = None
    for row in rows:
        above = above or bytes(len(row))
        kind = r.randrange(5)
        at = lambda line, i: line[i - bytes_per_pixel] if i >= bytes_per_pixel else 0
        yield bytes([kind, *((v - predict(kind, at(row, i), above[i], at(above, i))) % 256 for i, v in enumerate(row))])
        above = row


def packed(values, depth):
    if depth >= 8:
        return b"".join(v.to_bytes(depth // 8, "big") for v in values)
    bits = "".join(f"{v:0{depth}b}" for v in values)
    return bytes(int(bits[i : i + 8].ljust(8, "0"), 2) for i in range(0, len(bits), 8))


def png(flavor, color, depth, transparent=False, before=(), pieces=1, end=chunk(b"IEND", b"")):
    w, h = (1, 1) if r.randrange(EACH) == 0 else size()
    n = CHANNELS[color]
    most = 2**depth - 1
    pixels = [[tuple(r.randint(0, most) for _ in range(n)) for _ in range(w)] for _ in range(h)]
    interlaced = r.randrange(2)
    passes = PASSES if interlaced else [(0, 0, 1, 1)]
    grids = ([row[x::dx] for row in pixels[y::dy]] for x, y, dx, dy in passes if x < w)
    rows = [[packed([v for pixel in row for v in pixel], depth) for row in grid] for grid in grids]
    data = zlib.compress(b"".join(line for grid in rows for line in filtered(grid, max(1, n * depth // 8))), 1)
    palette = [tuple(r.randbytes(3)) for _ in range(most + 1)] if color == 3 else []
    alphas = r.randbytes(r.randint(1, most + 1)) if transparent and color == 3 else b""
    clear = pixels[0][0] if transparent and color != 3 else None

    def rgba(pixel):
        if color == 3:
            return (*palette[pixel[0]], alphas[pixel[0]] if pixel[0] < len(alphas) else 255)
        values = [round(v * 255 / most) for v in pixel]
        alpha = values.pop() if color in (4, 6) else 0 if pixel == clear else 255
        return (*(values if len(values) == 3 else values * 3), alpha)

    step = -(-len(data) // pieces)
    chunks = [chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, depth, color, 0, 0, interlaced)), *before]
    if palette:
        chunks.append(chunk(b"PLTE", b"".join(map(bytes, palette))))
    if alphas or clear:
        chunks.append(chunk(b"tRNS", alphas or b"".join(struct.pack(">H", v) for v in clear)))
    chunks += [chunk(b"IDAT", data[i : i + step]) for i in range(0, len(data), step)]
    exact = bytes(v for row in pixels for pixel in row for v in rgba(pixel))
    add(f"PNG {flavor}", "png", b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + end, exact)


gamma = lambda value: (chunk(b"gAMA", struct.pack(">I", value)),)
end = chunk(b"IEND", b"")
pngs = {
    **{f"gray {depth} bit": (0, depth) for depth in (1, 2, 4, 8, 16)},
    **{f"RGB {depth} bit": (2, depth) for depth in (8, 16)},
    **{f"palette {depth} bit": (3, depth) for depth in (1, 2, 4, 8)},
    **{f"gray with alpha {depth} bit": (4, depth) for depth in (8, 16)},
    **{f"RGBA {depth} bit": (6, depth) for depth in (8, 16)},
    "gray 2 bit, one level transparent": (0, 2, True),
    "gray 8 bit, one level transparent": (0, 8, True),
    "RGB 8 bit, one color transparent": (2, 8, True),
    "palette 4 bit, transparent": (3, 4, True),
    "palette 8 bit, transparent": (3, 8, True),
    "RGB 8 bit, gamma 0.45 and sRGB": (2, 8, False, (*gamma(45455), chunk(b"sRGB", b"\0"))),
    "gray 8 bit, gamma 1": (0, 8, False, gamma(100000)),
    "RGB 8 bit, bytes behind IEND": (2, 8, False, (), 3, end + b"\n" + bytes(300)),
    "palette 8 bit, without IEND": (3, 8, False, (), 3, b""),
    "RGBA 8 bit, cut off in IEND": (6, 8, False, (), 1, end[:6]),
}
for flavor, options in pngs.items():
    for _ in range(EACH):
        png(flavor, *options)

with open(os.path.join(folder, "manifest.json"), "w") as file:
    json.dump(manifest, file)
