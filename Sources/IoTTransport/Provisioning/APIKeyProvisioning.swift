import Foundation
public import IoTTransport

/// Version 2: an API key says who may make devices, and the platform makes the private key.
public struct APIKeyProvisioning: ProvisioningMethod {
    public let name = "v2"

    private let base: String
    private let query: [(name: String, value: String)]
    private let headers: [(name: String, value: String)]
    private let apiKey: SecretText
    private let transport: any HTTPTransport
    private let now: @Sendable () -> Int64

    /// Checks what was configured; asks nothing.
    ///
    /// - Parameters:
    ///   - baseURL: `https://…`; `/v2/configuration` is added.
    ///   - apiKey: Visible ASCII.
    ///   - softwareVersion: senderSoftwareVersion.
    ///   - senderType: senderType.
    public init(
        baseURL: String, apiKey: SecretText, softwareVersion: String, senderType: String
    ) throws(ProvisioningFault) {
        try self.init(
            baseURL: baseURL, apiKey: apiKey, softwareVersion: softwareVersion, senderType: senderType,
            transport: HTTPClient(), now: SystemClock.seconds)
    }

    init(
        baseURL: String, apiKey: SecretText, softwareVersion: String, senderType: String,
        transport: any HTTPTransport, now: @escaping @Sendable () -> Int64
    ) throws(ProvisioningFault) {
        let advice = "See the file env.NAME beside host.yaml; variables of the service (BASE_URL, API_KEY) win over it."
        guard !apiKey.isEmpty else {
            throw ProvisioningFault(
                .configuration, "No API key is configured",
                advice: "Set API_KEY in the service's environment. " + advice)
        }
        // Anything else could end the header, and a blank at its end is a mistake in copying.
        guard apiKey.revealed.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw ProvisioningFault(
                .configuration, "The API key holds a blank, a line end or a special character",
                advice: "Copy it again. " + advice)
        }
        guard !baseURL.isEmpty else {
            throw ProvisioningFault(.configuration, "base_url is empty", advice: advice)
        }
        base = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.apiKey = apiKey
        query = [("senderSoftwareVersion", softwareVersion), ("senderType", senderType)]
        headers = [("Accept", "application/json"), ("x-api-key", apiKey.revealed)]
        self.transport = transport
        self.now = now
        do throws(HTTPEndpoint.Fault) { _ = try HTTPEndpoint(base) } catch {
            throw ProvisioningFault(.configuration, "base_url: \(error)", advice: advice)
        }
    }

    /// The platform makes the key.
    public func prepare() throws(ProvisioningFault) -> SecretText? { nil }

    public func configuration() async throws(ProvisioningFault) -> PlatformConfiguration {
        let endpoint = try endpoint(base + "/v2/configuration", query: query)
        let body = try await get(endpoint, headers)
        var configuration: PlatformConfiguration
        do throws(AnswerFault) { configuration = try PlatformConfiguration(json: body) } catch {
            throw unusable(endpoint, error)
        }
        _ = try self.endpoint(configuration.provisioningURL)
        if !configuration.authority.contains("-----BEGIN") {
            // Not with the API key: the authority's certificate is public, and its server often somebody else's.
            let body = try await get(try self.endpoint(configuration.authority), [])
            configuration.authority = String(decoding: body, as: UTF8.self)
        }
        return configuration
    }

    public func request(
        _ configuration: PlatformConfiguration, key: SecretText?
    ) async throws(RequestFault) -> SecretText {
        let endpoint: HTTPEndpoint
        do throws(ProvisioningFault) { endpoint = try self.endpoint(configuration.provisioningURL) } catch {
            throw RequestFault(isAmbiguous: false, error)
        }
        let since = now()
        switch await transport.send(HTTPCall(method: "POST", endpoint: endpoint, headers: headers)) {
        case .success(let answer) where (200..<300).contains(answer.status):
            return SecretText(String(decoding: answer.body, as: UTF8.self))
        case .success(let answer) where answer.status >= 500 || answer.status == 408:
            let why = "and the answer was \(words(answer))"
            throw RequestFault(isAmbiguous: true, .ambiguous(since, why))
        case .success(let answer): throw RequestFault(isAmbiguous: false, refused(endpoint, answer))
        case .failure(let fault) where fault.wasSent:
            throw RequestFault(
                isAmbiguous: true, .ambiguous(since, "and had no answer: \(endpoint.authority): \(fault)"))
        case .failure(let fault): throw RequestFault(isAmbiguous: false, unreachable(endpoint, "\(fault)"))
        }
    }

    public func identity(
        from answer: SecretText, key: SecretText?
    ) throws(ProvisioningFault) -> IssuedIdentity {
        do throws(AnswerFault) {
            let object = try AnswerFault.object(Array(answer.revealed.utf8))
            func text(_ key: String) throws(AnswerFault) -> String { try AnswerFault.text(object, key, key) }
            return IssuedIdentity(
                privateKey: SecretText(try text("devicePrivateKey")), publicKey: try text("devicePublicKey"),
                certificate: try text("deviceCert"), clientID: try text("clientId"))
        } catch {
            throw ProvisioningFault(
                .unusable, "The platform's answer to the request for a certificate cannot be used: \(error)",
                advice:
                    "It is kept in the certificate store (\(ProvisioningJournal.name)); ask the platform's operators.")
        }
    }

    private func endpoint(
        _ text: String, query: [(name: String, value: String)] = []
    ) throws(ProvisioningFault) -> HTTPEndpoint {
        do throws(HTTPEndpoint.Fault) { return try HTTPEndpoint(text, query: query) } catch {
            throw ProvisioningFault(
                .unusable, "An address that the platform gave is not used: \(error)",
                advice: "Ask the platform's operators, or check base_url.")
        }
    }

    private func get(
        _ endpoint: HTTPEndpoint, _ headers: [(name: String, value: String)]
    ) async throws(ProvisioningFault) -> [UInt8] {
        switch await transport.send(HTTPCall(method: "GET", endpoint: endpoint, headers: headers)) {
        case .success(let answer) where (200..<300).contains(answer.status): return answer.body
        case .success(let answer) where answer.status >= 500 || answer.status == 429 || answer.status == 408:
            throw unreachable(endpoint, words(answer))
        case .success(let answer): throw refused(endpoint, answer)
        case .failure(let fault): throw unreachable(endpoint, "\(fault)")
        }
    }

    private func unreachable(_ endpoint: HTTPEndpoint, _ why: String) -> ProvisioningFault {
        ProvisioningFault(
            .unreachable, "The platform cannot be reached at \(endpoint.authority): \(why)",
            advice: "Nothing was made there. Check the network and base_url, and try again.")
    }

    private func unusable(_ endpoint: HTTPEndpoint, _ fault: AnswerFault) -> ProvisioningFault {
        ProvisioningFault(
            .unusable, "What \(endpoint.authority) answered is no configuration: \(fault)",
            advice: "Nothing was made there. Is base_url right?")
    }

    private func refused(_ endpoint: HTTPEndpoint, _ answer: HTTPAnswer) -> ProvisioningFault {
        let advice =
            switch answer.status {
            case 300..<400: "It wants to send us elsewhere, which is not followed: put the right address into base_url."
            case 401, 403: "The API key is not accepted: check API_KEY, and whether it is for this environment."
            case 404: "There is nothing at that address: check base_url and api_version."
            default: "Ask the platform's operators."
            }
        return ProvisioningFault(
            .refused, "\(endpoint.authority) refused: \(words(answer))", advice: "Nothing was made there. " + advice)
    }

    /// Status and the beginning of what an error answer says, without anything that could be a secret.
    private func words(_ answer: HTTPAnswer) -> String {
        let text = String(decoding: answer.body.prefix(2000), as: UTF8.self)
            .replacingOccurrences(of: apiKey.revealed, with: "•••")
        let plain = String(text.map { $0.isLetter || $0.isNumber || $0.isPunctuation || $0.isSymbol ? $0 : " " })
            .split(separator: " ").joined(separator: " ").prefix(160)
        let isHarmless = !plain.isEmpty && !text.contains("-----BEGIN") && !text.contains("PrivateKey")
        return "status \(answer.status)" + (isHarmless ? " (\(plain))" : "")
    }
}
