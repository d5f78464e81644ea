/** A map of the `most` entries set last: a new entry evicts the oldest. */
export class BoundedMap<K, V> extends Map<K, V> {
	constructor(private readonly most: number) {
		super();
	}

	/** Sets an entry and makes it the youngest, even if it was there before. */
	override set(key: K, value: V): this {
		this.delete(key);
		super.set(key, value);
		if (this.size > this.most) this.delete(this.keys().next().value as K);
		return this;
	}
}
