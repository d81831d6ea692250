/** How an image lies that was staged: `Staging` of src/core/geometry/staging.ts, with what a kernel on the GPU needs. */
export interface Staged {
  readonly imageRows: number;
  readonly imageColumns: number;
  readonly phasesH: number;
  readonly phasesW: number;
  readonly zerosTop: number;
  readonly zerosLeft: number;
  readonly stagedRows: number;
  readonly stagedColumns: number;
  readonly windowColumns: number;
  /** Rows of windows. */
  readonly windowRows: number;
  /** Images, and the planes of one and of one of its groups. */
  readonly images: number;
  readonly planes: number;
  readonly groupPlanes: number;
  /** Elements of a window. */
  readonly taps: number;
}

/** Threads of a workgroup, along x. */
export const passGroup = 64;

export const phasePlane = ({ stagedRows, stagedColumns }: Staged) => stagedRows * stagedColumns;
/** Elements of a staged plane, and of a staged image. */
export const stagedPlane = (staged: Staged) => staged.phasesH * staged.phasesW * phasePlane(staged);
export const stagedImage = (staged: Staged) => staged.planes * stagedPlane(staged);
/** The table of taps comes first. */
export const stagedSize = (staged: Staged) => staged.taps + staged.images * stagedImage(staged);

/** Stages images, and puts a table before them: for each tap of a window, how far from the window's first place its element
 *  lies. Then a product's element is at the window's place plus the tap's entry, without a test for the border. Threads:
 *  places of a phase, phases of all planes of an image, images. All is copied as bits, as the table is made of integers.
 *  @param offset a function `offset(l)` of tap l. */
export function stageImages(staged: Staged, offset: string): string {
  const { imageRows, imageColumns, phasesH, phasesW, zerosTop, zerosLeft, stagedColumns, planes, taps } = staged;
  const plane = phasePlane(staged);
  const phases = phasesH * phasesW;
  return `@group(0) @binding(1) var<storage, read> args0 : array<i32>;
@group(0) @binding(2) var<storage, read_write> result : array<i32>;

${offset}

@compute @workgroup_size(${passGroup})
fn main(@builtin(global_invocation_id) id : vec3<u32>) {
  let place = i32(id.x);
  let phase = i32(id.y) % ${phases};
  let channel = i32(id.y) / ${phases};
  let image = i32(id.z);
  if (place >= ${plane}) { return; }
  let row = place / ${stagedColumns} * ${phasesH} + phase / ${phasesW} - ${zerosTop};
  let column = place % ${stagedColumns} * ${phasesW} + phase % ${phasesW} - ${zerosLeft};
  var value = 0;
  if (row >= 0 && row < ${imageRows} && column >= 0 && column < ${imageColumns}) {
    value = args0[((image * ${planes} + channel) * ${imageRows} + row) * ${imageColumns} + column];
  }
  let at = i32(id.y) * ${plane} + place;
  result[${taps} + image * ${stagedImage(staged)} + at] = value;
  if (image == 0 && at < ${taps}) { result[at] = offset(at); }
}
`;
}
