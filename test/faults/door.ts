import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

const HOST = '127.0.0.1';

/** A proxy in front of a panel. While it is shut, it refuses connections, as a panel that is down does. */
export class Door {
	/** Each connection, and whether it waits for an answer. */
	private readonly guests = new Map<Socket, boolean>();
	private server?: Server;
	private port = 0;

	private constructor(private readonly panel: URL) {}

	static async before(url: string): Promise<Door> {
		const door = new Door(new URL(url));
		await door.open();
		return door;
	}

	/** The panel's URL through this door. */
	get url(): string {
		return `http://${HOST}:${this.port}${this.panel.pathname}`;
	}

	/** Accepts connections. If another program took the port meanwhile, the door stays shut. */
	async open(): Promise<void> {
		if (this.server) return;
		const server = createServer((guest) => this.letIn(guest));
		this.server = server;
		await new Promise<void>((resolve) => {
			server.once('error', () => {
				this.server = undefined;
				resolve();
			});
			server.listen(this.port, HOST, resolve);
		});
		this.port ||= (server.address() as AddressInfo).port;
	}

	/** Refuses new connections. Those that wait for an answer still get it. */
	shut(): void {
		this.server?.close();
		this.server = undefined;
		for (const [guest, isWaiting] of this.guests) if (!isWaiting) guest.destroy();
	}

	close(): void {
		this.shut();
		for (const guest of this.guests.keys()) guest.destroy();
	}

	private letIn(guest: Socket): void {
		const host = connect(Number(this.panel.port), HOST);
		this.guests.set(guest, false);
		guest.on('data', (data) => {
			this.guests.set(guest, true);
			host.write(data);
		});
		host.on('data', (data) => {
			this.guests.set(guest, false);
			// A keep-alive connection would bypass a shut door.
			if (this.server) guest.write(data);
			else guest.end(data);
		});
		host.on('end', () => guest.end());
		host.on('error', () => guest.resetAndDestroy());
		guest.on('error', () => host.destroy());
		guest.on('close', () => {
			this.guests.delete(guest);
			host.destroy();
		});
	}
}
