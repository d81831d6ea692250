export const describe = (x: unknown) => JSON.stringify(x);
export const parseResults = (x: string) => JSON.parse(x);
