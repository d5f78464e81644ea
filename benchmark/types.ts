/** What a contender does: the work of one job. */
export type Work = 'status' | 'create' | 'catalogue' | 'search' | 'searchAgain' | 'poll';

/** What the panel holds, and how fast it is. */
export interface PanelSetup {
	/** Orders to ask for; 0 unless given. */
	orders?: number;
	/** Of so many orders one is open, and the others have completed; all are open unless given. */
	openEvery?: number;
	/** Services of a made catalogue; the sandbox's own unless given. */
	services?: number;
	/** Milliseconds before an answer; none unless given. */
	delay?: number;
}

/** A panel that listens. */
export interface PanelAddress {
	url: string;
	apiKey: string;
}

/** What came to the panel since it was last asked to forget. */
export interface Traffic {
	requests: number;
	/** Bytes of the requests' bodies. */
	bytes: number;
	mostInFlight: number;
	/** Milliseconds that the panel itself was at work. */
	cpu: number;
}

/** Runs before those that are measured: what has never run is slow, and a server has run for days. */
export interface WarmUp {
	runs: number;
	/** Items of each; as many as are measured unless given. */
	items?: number;
}

/** One run of a contender, as seen from inside its process. */
export interface Measure {
	/** Milliseconds from start to end. */
	wall: number;
	/** Milliseconds at work, on all threads of the process. */
	cpu: number;
	/** Most memory, in MB, less what the process had before with everything loaded and idle. */
	memory: number;
	/** Items that came out. */
	items: number;
	/** Tells apart what came out. */
	digest: string;
	/** Writes of the trigger's state. */
	writes: number;
}

/** One run of a contender, from both sides. */
export interface Sample extends Measure, Omit<Traffic, 'cpu'> {
	panelCpu: number;
}

/** What came out of a run. */
export interface Output {
	items: object[];
	writes?: number;
}

/** Prepares a run of so many items, and gives back what is measured. */
export type Prepare = (count: number) => () => Promise<Output>;

/** Somebody who can do some of the works. */
export type Contender = (panel: PanelAddress) => Promise<Partial<Record<Work, Prepare>>>;
