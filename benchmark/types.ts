/** The work of a job. */
export type Work = 'status' | 'create' | 'catalogue' | 'search' | 'searchAgain' | 'poll';

/** What the panel holds, and how fast it answers. */
export interface PanelSetup {
	/** Number of orders; default 0. */
	orders?: number;
	/** One of this many orders is open, and the others are completed; default: all are open. */
	openEvery?: number;
	/** Number of generated services; default: the sandbox's own catalogue. */
	services?: number;
	/** Delay of each response in milliseconds; default 0. */
	delay?: number;
}

/** The address of a running panel. */
export interface PanelAddress {
	url: string;
	apiKey: string;
}

/** The requests to the panel since its counters were reset. */
export interface Traffic {
	requests: number;
	/** Bytes of the request bodies. */
	bytes: number;
	mostInFlight: number;
	/** CPU time of the panel in milliseconds. */
	cpu: number;
}

/** Runs before the measured ones: code is slow at first, while a server has been running for days. */
export interface WarmUp {
	runs: number;
	/** Items of each; default: as many as are measured. */
	items?: number;
}

/** One run of a contender, as measured in its process. */
export interface Measure {
	/** Elapsed time in milliseconds. */
	wall: number;
	/** CPU time in milliseconds, on all threads of the process. */
	cpu: number;
	/** Peak memory in MB, minus what the process used while it was loaded and idle. */
	memory: number;
	/** Number of output items. */
	items: number;
	/** Hash of the output. */
	digest: string;
	/** How often the trigger's state was written. */
	writes: number;
}

/** One run of a contender, as measured on both sides. */
export interface Sample extends Measure, Omit<Traffic, 'cpu'> {
	panelCpu: number;
}

/** The output of a run. */
export interface Output {
	items: object[];
	writes?: number;
}

/** Prepares a run of this many items, and returns the function to measure. */
export type Prepare = (count: number) => () => Promise<Output>;

/** A candidate that can do some of the works. */
export type Contender = (panel: PanelAddress) => Promise<Partial<Record<Work, Prepare>>>;
