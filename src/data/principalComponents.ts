/** Eigenvalues, largest first, and eigenvectors (rows) of a symmetric matrix, by Jacobi's rotations: each makes the largest
 *  element off the diagonal zero. */
export function eigenSymmetric(matrix: readonly (readonly number[])[]): { values: number[]; vectors: number[][] } {
  const n = matrix.length;
  const a = matrix.map((row) => [...row]);
  const v = matrix.map((_, i) => matrix.map((_, j) => Number(i === j)));
  const scale = Math.max(...a.flat().map(Math.abs), Number.MIN_VALUE);
  for (let sweep = 0; sweep < 100 * n * n; sweep++) {
    let [p, q] = [0, 0];
    for (let i = 0; i < n; i++) {
      for (let j = i + 1; j < n; j++) if (p === q || Math.abs(a[i][j]) > Math.abs(a[p][q])) [p, q] = [i, j];
    }
    if (p === q || Math.abs(a[p][q]) <= 1e-15 * scale) break;
    const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
    const cos = 1 / Math.hypot(t, 1);
    const sin = t * cos;
    const rotate = (x: number, y: number): [number, number] => [cos * x - sin * y, sin * x + cos * y];
    for (let k = 0; k < n; k++) [a[k][p], a[k][q]] = rotate(a[k][p], a[k][q]);
    for (let k = 0; k < n; k++) [a[p][k], a[q][k]] = rotate(a[p][k], a[q][k]);
    for (let k = 0; k < n; k++) [v[k][p], v[k][q]] = rotate(v[k][p], v[k][q]);
  }
  const order = a.map((_, i) => i).sort((i, j) => a[j][j] - a[i][i]);
  return { values: order.map((i) => a[i][i]), vectors: order.map((i) => v.map((row) => row[i])) };
}
