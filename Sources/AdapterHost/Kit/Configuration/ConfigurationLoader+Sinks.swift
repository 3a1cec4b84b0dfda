import IoTTransport
import Pipeline

extension ConfigurationLoader.Loaded {
    /// Each source's way into the spool, by the source's id: with sources that run, and for retries without.
    func sinks(spool: Spool, filter: LiveFilter, tap: EventTap? = nil) -> [String: SpoolSink] {
        presses.reduce(into: [:]) { sinks, press in
            let mapper = EventMapper(
                sourceID: press.id, assets: press.assets, profile: host.header, sender: host.sender,
                filter: host.filter)
            sinks[press.id] = SpoolSink(
                spool: spool, source: press.id, topic: host.topic, mapper: mapper, repeats: press.repeats,
                filter: filter, tap: tap)
        }
    }
}
