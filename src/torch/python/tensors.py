"""safetensors files, read and written with nothing but torch: https://github.com/huggingface/safetensors#format"""

import ctypes
import json
import os

import torch

DTYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
    "I32": torch.int32,
    "U8": torch.uint8,
}
NAMES = {dtype: name for name, dtype in DTYPES.items()}


def load(path):
    """Tensors by name, and the file's texts."""
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    texts = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        dtype = DTYPES[entry["dtype"]]
        flat = torch.frombuffer(data, dtype=dtype, offset=begin, count=(end - begin) // dtype_size(dtype))
        tensors[name] = flat.reshape(entry["shape"])
    return tensors, texts


def save(path, tensors, texts):
    """Writes the whole file or nothing: a process that is killed leaves the old one."""
    # The widest types first, so that every tensor lies at a multiple of its size.
    kept = [(name, tensor.detach().cpu().contiguous()) for name, tensor in tensors.items()]
    kept.sort(key=lambda pair: (-pair[1].element_size(), pair[0]))
    header, end = {"__metadata__": texts}, 0
    for name, tensor in kept:
        begin, end = end, end + tensor.numel() * tensor.element_size()
        header[name] = {"dtype": NAMES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [begin, end]}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    temporary = f"{path}.tmp"
    with open(temporary, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for _, tensor in kept:
            size = tensor.numel() * tensor.element_size()
            file.write((ctypes.c_char * size).from_address(tensor.data_ptr()))
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def dtype_size(dtype):
    return torch.empty((), dtype=dtype).element_size()
