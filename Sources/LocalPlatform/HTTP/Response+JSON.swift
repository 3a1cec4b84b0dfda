import HTTPTypes
import Hummingbird
import WebParts

extension Response {
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        .bytes(value.bytes, type: "application/json; charset=utf-8", status: status)
    }

    static func refusal(_ status: HTTPResponse.Status, _ reason: String) -> Response {
        .json(["error": .string(reason)], status: status)
    }
}
