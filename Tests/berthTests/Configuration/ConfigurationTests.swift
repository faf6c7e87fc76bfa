import BerthDocument
import BerthModel
import Testing

@testable import berth

struct ConfigurationTests {
    /// Every stored property of a type is in its shape.
    @Test func noPropertyIsForgotten() {
        func properties(_ value: some Shaped) -> Set<String> {
            Set(Mirror(reflecting: value).children.compactMap(\.label))
        }
        func fields<Value: Shaped>(_: Value.Type) -> Set<String> { Set(Value.shape.fields.map(\.name)) }
        #expect(properties(Configuration()) == fields(Configuration.self))
        #expect(properties(TLSConfiguration()) == fields(TLSConfiguration.self))
        #expect(properties(StoreConfiguration()) == fields(StoreConfiguration.self))
        #expect(properties(LogConfiguration()) == fields(LogConfiguration.self))
        #expect(properties(LimitsConfiguration()) == fields(LimitsConfiguration.self))
        #expect(properties(BrokerConfiguration()) == fields(BrokerConfiguration.self))
        #expect(properties(RequestDefaults()) == fields(RequestDefaults.self))
        #expect(properties(UserConfiguration()) == fields(UserConfiguration.self))
        #expect(properties(ClientConfiguration()) == fields(ClientConfiguration.self))
        #expect(properties(RememberedOffers()) == fields(RememberedOffers.self))
    }

    @Test func itReadsBackWhatItWrites() {
        var configuration = Configuration()
        configuration.users = [UserConfiguration()]
        configuration.users[0].name = "ada"
        configuration.platforms = [PlatformKind.standard]
        configuration.hosts = ["a"]
        let (read, problems) = Configuration.reading(configuration.document(for: .yaml), from: .yaml)
        #expect(read == configuration)
        #expect(problems.isEmpty)
    }
}
