package import BerthModel
import BerthPlatform

/// How long preparing takes, and where that is known from.
package struct StagingEstimate: Sendable {
    /// Bytes a second that fetching data is taken to reach where nothing was measured.
    package static let assumedBytesPerSecond: Int64 = 20 << 20

    package var seconds: Int64
    package var messages: [Message] = []

    /// - Parameter settingUp: seconds that everything takes for which nothing is fetched.
    package init(settingUp seconds: Int64) {
        self.seconds = seconds
    }

    mutating func add(data bytes: Int64?, _ index: Int, _ now: Instant) {
        let rate = StagingEstimate.assumedBytesPerSecond
        seconds += (bytes ?? bytesPerGibibyte) / rate + 1
        messages.append(
            Message(
                .info, time: now,
                bytes == nil
                    ? "data[{index}]: nobody says how large it is; the estimate takes {bytes} bytes, a default."
                    : "data[{index}]: {bytes} bytes are fetched, estimated at {rate} bytes a second.",
                ["index": "\(index)", "bytes": "\(bytes ?? bytesPerGibibyte)", "rate": "\(rate)"]))
    }
}
