"""Makes the images of this folder, and what Pillow (with libjpeg-turbo) reads of each: truth.json has the base64 of the
deflated RGBA.

    gcc -O2 -o /tmp/make_jpeg make_jpeg.c -ljpeg && python3 make_images.py /tmp/make_jpeg
"""
import base64, json, math, os, random, struct, subprocess, sys, zlib
from PIL import Image, ImageOps

here = os.path.dirname(os.path.abspath(__file__))


def at(name):
    return os.path.join(here, name)


def picture(w, h):
    r = random.Random(1)
    values = lambda x, y: (128 + 100 * math.sin(x / 7 + y / 11), 128 + 100 * math.cos(x / 5 - y / 9), (x * 3 + y * 5) % 256)
    pixels = (int(min(255, max(0, v + r.gauss(0, 8)))) for y in range(h) for x in range(w) for v in values(x, y))
    return Image.frombytes("RGB", (w, h), bytes(pixels))


def jpeg(name, image, *options):
    size = [str(n) for n in (*image.size, len(image.getbands()))]
    run = subprocess.run([sys.argv[1], *size, "q=85", *options], input=image.tobytes(), stdout=subprocess.PIPE, check=True)
    with open(at(name), "wb") as file:
        file.write(run.stdout)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(name, w, h, depth, color, rows, interlace=0):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, depth, color, 0, 0, interlace))
    with open(at(name), "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def adam7(w, h, r):
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    sizes = (((w - x + dx - 1) // dx, (h - y + dy - 1) // dy) for x, y, dx, dy in passes)
    return b"".join(b"\0" + r.randbytes(3 * pw) for pw, ph in sizes if pw > 0 for _ in range(ph))


def pixels(image):
    rgba = base64.b64encode(zlib.compress(image.tobytes(), 9)).decode()
    return {"width": image.width, "height": image.height, "rgba": rgba}


small = picture(29, 19)
cmyk = small.convert("CMYK")
for sampling, options in {"444": [], "422": ["h=2"], "420": ["h=2", "v=2"], "440": ["v=2"], "411": ["h=4"]}.items():
    plain = ["h=1", "v=1"]
    jpeg(f"ycc{sampling}.jpg", small, *plain, *options)
    jpeg(f"progressive{sampling}.jpg", small, *plain, *options, "prog")
jpeg("arithmetic.jpg", small, "arith")
jpeg("arithmetic-progressive.jpg", small, "arith", "prog")
jpeg("restart.jpg", small, "restart=1")
jpeg("rgb.jpg", small, "rgb")
jpeg("rgb-ids-only.jpg", small, "rgb", "noadobe")
jpeg("ycc-no-marker.jpg", small, "nojfif")
jpeg("ycc-adobe.jpg", small, "nojfif", "adobe")
jpeg("cmyk.jpg", cmyk, "cmyk")
jpeg("cmyk-no-marker.jpg", cmyk, "cmyk", "noadobe")
jpeg("ycck.jpg", cmyk, "ycck", "h=2", "v=2")
jpeg("gray.jpg", small.convert("L"))
jpeg("one.jpg", picture(1, 1))
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture(7, 4).save(at(f"turned{orientation}.jpg"), exif=exif, quality=90)

r = random.Random(2)
for mode in ("1", "L", "LA", "P", "RGB", "RGBA"):
    small.convert(mode).save(at(f"{mode.lower()}.png"))
transparent = small.convert("RGBA")
transparent.putalpha(small.convert("L"))
transparent.save(at("transparent.png"))
small.convert("P").save(at("palette-transparent.png"), transparency=3)
png("gray2.png", 13, 9, 2, 0, b"".join(b"\0" + r.randbytes(4) for _ in range(9)))
png("interlaced.png", 13, 9, 8, 2, adam7(13, 9, r), 1)
small.save(at("lossless.webp"), lossless=True)
small.save(at("lossy.webp"))
small.save(at("rgb.bmp"))
small.convert("P").save(at("palette.bmp"))
small.save(at("first-frame.gif"), save_all=True, append_images=[picture(29, 19).rotate(180)])

truth = {}
for name in sorted(os.listdir(here)):
    if name.endswith((".py", ".c", ".json", ".md")):
        continue
    image = Image.open(at(name))
    mode = "RGBA" if image.mode in ("LA", "RGBA") or "transparency" in image.info else "RGB"
    image = image.convert(mode).convert("RGBA")
    truth[name] = pixels(image)
    if name.startswith("turned"):
        truth[name]["upright"] = pixels(ImageOps.exif_transpose(Image.open(at(name))).convert("RGBA"))
with open(at("truth.json"), "w") as file:
    json.dump(truth, file, indent=1)
    file.write("\n")
