type Move = (row: number, column: number, rows: number, columns: number) => readonly [number, number];

const moves: Readonly<Record<string, Move>> = {
  ArrowUp: (row, column) => [row - 1, column],
  ArrowDown: (row, column) => [row + 1, column],
  ArrowLeft: (row, column) => [row, column - 1],
  ArrowRight: (row, column) => [row, column + 1],
  Home: (row) => [row, 0],
  End: (row, _, __, columns) => [row, columns - 1],
};

/** Moves the focus within a matrix, over cells that hold nothing. @returns whether the key does that. */
export function moveInGrid(key: string, cell: HTMLElement): boolean {
  const move = moves[key];
  const table = cell.closest("table");
  if (move === undefined || table === null) return false;
  const cells = [...table.rows].map((row) => [...row.cells] as HTMLElement[]);
  const row = cells.findIndex((each) => each.includes(cell));
  const column = cells[row].indexOf(cell);
  const [nextRow, nextColumn] = move(row, column, cells.length, cells[row].length);
  const [down, right] = [Math.sign(nextRow - row), Math.sign(nextColumn - column)];
  for (
    let [r, c] = [nextRow, nextColumn];
    cells[r]?.[c] !== undefined && (down !== 0 || right !== 0);
    r += down, c += right
  ) {
    if (cells[r][c].dataset.key === undefined) continue;
    cells[r][c].focus();
    break;
  }
  return true;
}

/** The tab beside one, round the ends; null for a key that does not move. */
export function tabBeside(key: string, tab: HTMLElement): HTMLElement | null {
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
  if (by === undefined) return null;
  const tabs = [...tab.parentElement!.querySelectorAll<HTMLElement>("[role=radio]")];
  return tabs[(tabs.indexOf(tab) + by + tabs.length) % tabs.length];
}
