/** A map that holds the entries set last, `most` of them: the oldest goes for one more. */
export class BoundedMap<K, V> extends Map<K, V> {
	constructor(private readonly most: number) {
		super();
	}

	/** Sets an entry, which is the youngest then, also where it was there before. */
	override set(key: K, value: V): this {
		this.delete(key);
		super.set(key, value);
		if (this.size > this.most) this.delete(this.keys().next().value as K);
		return this;
	}
}
