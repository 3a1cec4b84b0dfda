import HTTPTypes
import Hummingbird
import NIOCore
import WebParts

/// Provisioning with an API key, version 2 of the platform's interface.
extension PlatformAPI {
    static let keyHeader = "x-api-key"

    func addProvisioning(to router: Router<PlatformRequestContext>) {
        router.get("/v2/configuration") { request, context in
            try await answer(request, context) { try configuration(request) }
        }
        router.post("/v2/provisioning") { request, context in
            try await answer(request, context) { try provision() }
        }
    }

    private func answer(
        _ request: Request, _ context: PlatformRequestContext, _ body: () throws -> JSONValue
    ) async throws -> Response {
        let faults = engine.perform { core, _ in core.faults }
        let key = HTTPField.Name(Self.keyHeader).flatMap { request.headers[$0] }
        guard key == apiKey, faults.provisioning != .refuse else {
            return .json(["message": "Unauthorized"], status: .unauthorized)
        }
        if faults.provisioning == .fail {
            return .json(["message": "Internal Server Error"], status: .internalServerError)
        }
        let value = try body()
        if faults.provisioning == .loseAnswer, request.method == .post {
            try await context.channel.close()
            throw HTTPError(.internalServerError)
        }
        if faults.provisioning == .delay {
            try await Task.sleep(for: .milliseconds(faults.provisioningDelayMilliseconds))
        }
        return .json(value)
    }

    private func configuration(_ request: Request) throws -> JSONValue {
        let authority = request.head.authority ?? ""
        return [
            "connectivity": [
                "serverRootCA": .string(try self.authority.rootPEM()),
                "mqttEndPoint": .string(RequestGuard.name(of: authority)), "mqttPort": .integer(addresses.tlsPort),
            ],
            "provisioning": ["provisioningURL": .string("http://\(authority)/v2/provisioning")],
        ]
    }

    /// Each call makes an asset.
    private func provision() throws -> JSONValue {
        let number = UInt64.random(in: 0..<(1 << 48))
        let digits = String(number, radix: 16)
        let clientID = "local-" + String(repeating: "0", count: 12 - digits.count) + digits
        let identity = try authority.issue(clientID: clientID)
        engine.perform { core, now in core.addAsset(clientID, now: now) }
        return [
            "devicePrivateKey": .string(identity.privateKeyPEM), "devicePublicKey": .string(identity.publicKeyPEM),
            "deviceCert": .string(identity.certificatePEM), "clientId": .string(clientID),
        ]
    }
}
