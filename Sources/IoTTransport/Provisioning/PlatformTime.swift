import Foundation

/// The platform's clock, as its HTTP answers tell it.
public enum PlatformTime {
    /// Why it is not known.
    public struct Fault: Error, CustomStringConvertible {
        public let description: String
    }

    /// Asks for the address itself, without any key, and reads the answer's Date header, whatever the answer.
    ///
    /// - Parameter baseURL: `https://…`; `http://` on this machine only.
    /// - Returns: seconds since 1970, true to about a second.
    /// - Throws: ``Fault``.
    public static func ask(_ baseURL: String, within limit: Duration) async throws(Fault) -> Int64 {
        let endpoint: HTTPEndpoint
        do throws(HTTPEndpoint.Fault) { endpoint = try HTTPEndpoint(baseURL) } catch {
            throw Fault(description: error.description)
        }
        let call = HTTPCall(method: "GET", endpoint: endpoint, headers: [("Accept", "*/*")], timeout: limit)
        switch await HTTPClient().send(call) {
        case .failure(let fault): throw Fault(description: "\(endpoint.authority): \(fault)")
        case .success(let answer):
            guard let time = answer.date.flatMap(seconds(ofDate:)) else {
                throw Fault(description: "\(endpoint.authority): its answer has no Date")
            }
            return time
        }
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 section 5.6.7), the only form that servers may still send.
    static func seconds(ofDate text: String) -> Int64? {
        let parts = text.split { $0 == " " || $0 == ":" || $0 == "," }
        guard parts.count == 8, parts[7] == "GMT", let month = months.firstIndex(of: String(parts[2])),
            let day = Int32(parts[1]), let year = Int32(parts[3]), let hour = Int32(parts[4]),
            let minute = Int32(parts[5]), let second = Int32(parts[6])
        else { return nil }
        var time = tm()
        (time.tm_year, time.tm_mon, time.tm_mday) = (year - 1900, Int32(month), day)
        (time.tm_hour, time.tm_min, time.tm_sec) = (hour, minute, second)
        return Int64(timegm(&time))
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
