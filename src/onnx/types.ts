/** AttributeProto.AttributeType, those that are read or written. */
export const attributeTypes = { FLOAT: 1, INT: 2, STRING: 3, TENSOR: 4, FLOATS: 6, INTS: 7 } as const;

/** TensorProto.DataType, by safetensors' names. */
export const dataTypes = { F32: 1, I64: 7, F16: 10, F64: 11, BF16: 16 } as const;

export const floatTypes = ["F32", "F64", "F16", "BF16"] as const;

/** TensorProto.DataLocation of numbers in a file of their own. */
export const external = 1;
