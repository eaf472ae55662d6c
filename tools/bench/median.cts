/** Returns the median of the values. If their number is even, returns the upper of the two middle values. */
export function findMedian(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
