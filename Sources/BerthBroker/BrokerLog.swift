/// Takes the events of a broker, one at a time; it must not wait.
package typealias BrokerLog = @Sendable (BrokerEvent) -> Void

/// Something that an administrator may want to read. Nothing in it is secret: no request, no token, no address of data.
package struct BrokerEvent: Sendable, Hashable {
    package enum Level: String, Sendable, Hashable, CaseIterable {
        case debug, info, warning, error
    }

    package var level: Level
    /// A fixed name, such as `offer.made`.
    package var name: String
    /// Names and values, in the order in which they are written.
    package var fields: [Field]

    package struct Field: Sendable, Hashable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(_ level: Level, _ name: String, _ fields: KeyValuePairs<String, String> = [:]) {
        self.level = level
        self.name = name
        self.fields = fields.map { Field($0.key, $0.value) }
    }
}
