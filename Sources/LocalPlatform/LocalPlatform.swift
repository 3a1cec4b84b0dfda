import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// The IoT platform on one's own machine: MQTT with and without TLS, basic ingest, shadows, provisioning, and an HTTP
/// interface with a page. One process, or part of one:
///
///     var options = LocalPlatformOptions(folder: "platform")
///     let platform = LocalPlatform(options)
///     let addresses = try await platform.start()
///     …
///     await platform.stop()
///
/// It starts once. The README beside this file says what it does and where it differs from the cloud.
public final class LocalPlatform: Sendable {
    private struct Running {
        let folder: PlatformFolder
        let store: PlatformStore
        let engine: PlatformEngine
        let streams: EventStreams
        let authority: PlatformAuthority
        let group: MultiThreadedEventLoopGroup
        let listeners: MQTTListeners
        let http: HTTPListener
        let timer: RepeatedTask
    }

    private let options: LocalPlatformOptions
    private let running = Mutex<Running?>(nil)

    /// Nothing happens before ``start()``.
    public init(_ options: LocalPlatformOptions) { self.options = options }

    /// Opens the folder and the three listeners.
    ///
    /// - Throws: ``LocalPlatformFault`` when the folder is in use or cannot be written, or a port is taken; a fault of
    ///   the authority's certificate or key.
    @discardableResult
    public func start() async throws -> LocalPlatformAddresses {
        let options = options
        guard running.withLock({ $0 == nil }) else { throw LocalPlatformFault(description: "it is already started") }
        let folder = try PlatformFolder(options.folder)
        do {
            return try await start(options, in: folder)
        } catch {
            folder.release()
            throw error
        }
    }

    private func start(
        _ options: LocalPlatformOptions, in folder: PlatformFolder
    ) async throws -> LocalPlatformAddresses {
        let authority = try PlatformAuthority(folder: folder)
        let key = try APIKey.read(options, folder)
        let configuration = try authority.serverConfiguration(names: Self.serverNames(options.host))
        let store = PlatformStore(folder: folder, log: options.log)
        let seed = options.seed ?? UInt64.random(in: 0 ... .max)
        var core = PlatformCore(stage: options.stage, limits: options.limits, seed: seed, now: .now)
        try store.load(into: &core)
        let streams = EventStreams()
        let engine = Self.engine(core, store: store, streams: streams, log: options.log)

        // One thread for all of MQTT, so that what one connection is sent keeps its order; HTTP shares it.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let http = HTTPListener()
        do {
            let listeners = try await MQTTListeners.open(options, configuration, engine: engine, group: group)
            let mqttPort = listeners.plain.localAddress?.port ?? 0
            let tlsPort = listeners.tls.localAddress?.port ?? 0
            let api: @Sendable (Int) -> PlatformAPI = { httpPort in
                let addresses = LocalPlatformAddresses(
                    host: options.host, mqttPort: mqttPort, tlsPort: tlsPort, httpPort: httpPort)
                return PlatformAPI(
                    engine: engine, streams: streams, authority: authority, apiKey: key, addresses: addresses,
                    limits: options.limits)
            }
            let httpPort: Int
            do {
                httpPort = try await http.start(host: options.host, port: options.httpPort, group: group) {
                    api($0).router()
                }
            } catch {
                await listeners.close()
                throw error
            }
            let timer = PlatformTimer.start(on: group.next(), engine: engine, api: api(httpPort))
            running.withLock {
                $0 = Running(
                    folder: folder, store: store, engine: engine, streams: streams, authority: authority,
                    group: group, listeners: listeners, http: http, timer: timer)
            }
            return api(httpPort).addresses
        } catch {
            await http.stop()
            try? await group.shutdownGracefully()
            throw error
        }
    }

    /// Closes all connections, stores what is to be stored, and gives the folder back.
    @discardableResult
    public func stop() async -> LocalPlatformSummary {
        let taken = running.withLock { running in
            defer { running = nil }
            return running
        }
        guard let taken else { return LocalPlatformSummary(events: 0, duplicates: 0, rejected: 0, assets: 0) }
        taken.timer.cancel()
        await taken.listeners.close()
        taken.engine.perform { core, now in _ = core.cut(client: nil, reason: "the platform stops", now: now) }
        taken.streams.end()
        await taken.http.stop()
        try? await taken.group.shutdownGracefully()
        await taken.store.finish()
        taken.folder.release()
        return taken.engine.perform { core, _ in
            LocalPlatformSummary(
                events: core.counts.events, duplicates: core.counts.duplicates, rejected: core.counts.rejected,
                assets: core.assets.count)
        }
    }

    /// A key and a certificate for a client id of one's own choice, without an asset: for tests and other clients.
    ///
    /// - Parameter clientID: 1 to 64 characters.
    /// - Throws: ``LocalPlatformFault`` when the platform does not run.
    public func issueIdentity(clientID: String) throws -> ClientIdentity {
        guard let authority = running.withLock({ $0?.authority }) else {
            throw LocalPlatformFault(description: "the platform does not run")
        }
        return try authority.issue(clientID: clientID)
    }

    private static func engine(
        _ core: PlatformCore, store: PlatformStore, streams: EventStreams, log: @escaping @Sendable (String) -> Void
    ) -> PlatformEngine {
        let late = LateEngine()
        let engine = PlatformEngine(
            core: core,
            surroundings: .init(
                log: log,
                storeShadows: {
                    store.write(PlatformStore.shadowFile) {
                        ShadowFile.bytes(of: late.ask(ShadowService()) { core, _ in core.shadows })
                    }
                },
                storeAssets: {
                    store.write(PlatformStore.assetFile) {
                        AssetFile.bytes(of: late.ask([]) { core, _ in core.assets })
                    }
                },
                streams: streams))
        late.set(engine)
        return engine
    }

    private static func serverNames(_ host: String) -> [String] {
        let names = ["localhost", "127.0.0.1", "::1", ProcessInfo.processInfo.hostName, host]
        var seen: Set<String> = ["0.0.0.0", "::", ""]
        return names.filter { seen.insert($0).inserted }
    }
}
