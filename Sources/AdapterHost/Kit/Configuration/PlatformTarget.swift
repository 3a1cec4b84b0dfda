import AdapterAPI
import IoTTransport
import Pipeline
import Provisioning

/// The IoT platform as `platform:` names it, and the identity that this device has there.
struct PlatformTarget {
    /// When a device that has no identity gets one.
    enum Policy: String, CaseIterable {
        /// By a person only.
        case never
        /// When the host runs and finds none.
        case firstUse
    }

    var storeFolder: String
    var policy: Policy
    var environment: EnvironmentFile
    /// What is right and wrong with the store.
    var inspection: StoreInspection
    /// Whether the host must get an identity before it can run.
    var needsProvisioning: Bool
    /// The store, where it can be used.
    var store: CertificateStore?
    /// Where telemetry goes; empty when that is not known.
    var topic: String

    /// Reads the section.
    ///
    /// - Parameters:
    ///   - requiresIdentity: Whether a store that cannot be used is a fault.
    ///   - now: Seconds since 1970.
    init(
        _ reader: inout ConfigurationReader, profile: HeaderProfile, environmentName: String?,
        environment: [String: String], requiresIdentity: Bool, now: Int64
    ) {
        let configured = reader.string(
            "environment", default: "stg", help: "dev, stg, prd: names the file env.{environment} beside this one")
        storeFolder = reader.path(
            "certificateStore", default: "certificate_store", help: "folder of the device's certificate and key")
        policy = reader.choice(
            "provision", default: Policy.never,
            help: "never, or firstUse: run gets a certificate by itself if the store is empty")
        let isRun = reader.purpose == .run
        let name = environmentName ?? configured
        self.environment = EnvironmentFile(
            path: reader.folder + "/env." + name, environment: environment,
            report: isRun ? reader.report : ConfigurationReport())
        let contents = isRun ? StoreContents(folder: storeFolder) : StoreContents(StoreMaterial(files: [:]), named: "")
        inspection = StoreInspection(contents, at: now)
        // A run that was cut short is finished first, whatever else lies there.
        let journal = ProvisioningJournal(store: storeFolder)
        let isUnfinished = isRun && ((try? journal.read()) ?? nil) != nil
        needsProvisioning = isRun && policy == .firstUse && (isUnfinished || !contents.hasIdentity)
        store = try? CertificateStore(contents)
        topic = Self.topic(profile, store, stage: self.environment.stage) ?? ""
        guard isRun, requiresIdentity, !needsProvisioning else { return }
        if store != nil, topic.isEmpty {
            reader.fault(
                at: "certificateStore",
                "\(storeFolder)/properties.json: header v3 needs \"telemetry_topic\" and \"org_id\": they come with "
                    + "provisioning v4 (or set header: v1)")
        }
        for finding in inspection.errors { reader.fault(at: "certificateStore", finding.description) }
        if isUnfinished, !contents.hasIdentity {
            reader.fault(
                at: "certificateStore",
                "\(journal.path): provisioning was cut short: go on with it by: adapter-host provision")
        }
    }

    /// Header v3: `{telemetryTopic}/{orgId}/{clientId}`, as provisioning returned them; nil without them. Header v1: the
    /// topic that the store names, or else the environment's.
    private static func topic(_ profile: HeaderProfile, _ store: CertificateStore?, stage: String) -> String? {
        let named = store?.properties.telemetryTopic?.replacing("{env}", with: stage)
        guard profile == .v3 else {
            // What version 4 of provisioning names is only the beginning of a topic, for header v3.
            if let named, IngestTopic.rule(of: named) != nil { return named }
            return IngestTopic.platform(stage)
        }
        guard let store, let named, let organization = store.properties.organizationID else { return nil }
        return "\(named)/\(organization)/\(store.broker.clientID)"
    }

    /// How to get an identity.
    func method(senderType: String) throws(ProvisioningFault) -> any ProvisioningMethod {
        guard environment.apiVersion == "v2" else {
            throw ProvisioningFault(
                .configuration, "\(environment.path): api_version=\(environment.apiVersion) is not built yet",
                advice: "This version of adapter-host gets certificates by v2; or take over existing files by: "
                    + "adapter-host provision import DIR")
        }
        return try APIKeyProvisioning(
            baseURL: environment.baseURL, apiKey: environment.apiKey, softwareVersion: HostVersion.text,
            senderType: senderType)
    }
}
