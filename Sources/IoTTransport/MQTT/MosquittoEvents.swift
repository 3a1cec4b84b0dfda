/// What libmosquitto's callbacks leave behind; used by the thread that owns the client only.
final class MosquittoEvents {
    /// The code of the CONNACK, once it is there.
    var connack: Int32?
    /// Message ids whose PUBACK came.
    var acknowledged: [Int32] = []
    /// What the library logged as errors and warnings while connecting.
    var errors: [String] = []
}
