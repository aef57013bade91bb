/** Where people sit: evenly round a ring, the first at the top, in the order of arrival. Angles in degrees. */

/** The angle of seat `index` of `count`, 0 at the top, growing clockwise (mirrored in right-to-left by the style). */
export function seatAngle(index: number, count: number): number {
  return count === 0 ? 0 : (index * 360) / count;
}

/** How much there is to show: with many people only the first letters stay in the ring. */
export function density(count: number): "few" | "some" | "many" | "crowd" {
  if (count <= 8) return "few";
  if (count <= 12) return "some";
  return count <= 24 ? "many" : "crowd";
}

/** The next angle for something that moves round the ring by the shorter way. */
export function shorterWay(from: number, to: number): number {
  const turn = ((((to - from) % 360) + 540) % 360) - 180;
  return from + turn;
}
