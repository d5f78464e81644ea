/** Days of a guarantee without end. */
const LIFETIME = 36_500;
/** What the text says of refills, if anything; null where it does not. */
export function guaranteeDays(name: string | null, description: string | null): number | null {
	return name === description ? null : LIFETIME - LIFETIME || null;
}
