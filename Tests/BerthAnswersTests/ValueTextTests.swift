import BerthDocument
import BerthModel
import Testing

@testable import BerthAnswers

struct ValueTextTests {
    @Test(arguments: [
        (IntegerRange(min: 1, max: 1), "1 core", "1 GiB"), (IntegerRange(min: 1, max: 4), "1 to 4 cores", "1 to 4 GiB"),
        (IntegerRange(min: 2), "2 cores", "2 GiB"), (IntegerRange(max: 2), "up to 2 cores", "up to 2 GiB"),
        (IntegerRange(), "", ""),
    ])
    func ranges(_ range: IntegerRange, _ cores: String, _ gibibytes: String) {
        #expect(ValueText.cores(range) == cores)
        #expect(ValueText.gibibytes(range) == gibibytes)
        #expect(ValueText.cores(nil).isEmpty)
    }

    static let sizes: [(Int64, String)] = [
        (0, "0 B"), (1023, "1023 B"), (1024, "1 KiB"), (1536, "1.5 KiB"), (1 << 20, "1 MiB"), (16 << 30, "16 GiB"),
        (3 << 40, "3 TiB"), (Int64.max, "8388607 TiB"), (-1, "-1 B"),
    ]

    @Test(arguments: sizes)
    func bytes(_ count: Int64, _ text: String) { #expect(ValueText.bytes(count) == text) }

    @Test func executables() {
        var container = DockerContainer()
        #expect(ValueText.executable(.dockerContainer(container)) == "a container")
        container.image = ContainerImage()
        container.image?.locations = ["a:1", "b:1"]
        container.entrypoint = "sh"
        container.command = ["-c", "x"]
        #expect(ValueText.executable(.dockerContainer(container)) == "a:1 sh -c x")
        var notebook = JupyterNotebook()
        notebook.location = "http://n"
        #expect(ValueText.executable(.jupyterNotebook(notebook)) == "http://n")
        #expect(ValueText.executable(.stranger(kind: "k", .null)) == "k")
        #expect(ValueText.executable(nil).isEmpty)
    }

    static let prices: [(Double?, Double?, String?, String)] = [
        (0.5, 0.75, "https://example.org/costs/euro", "0.5 to 0.75 euro"), (2, 2, "x#credit", "2 credit"),
        (1, nil, nil, "1"), (nil, 3, nil, "3"), (nil, nil, "a/b", ""),
    ]

    @Test(arguments: prices)
    func costs(_ min: Double?, _ max: Double?, _ type: String?, _ text: String) {
        var quote = Quote()
        quote.min = min
        quote.max = max
        quote.type = type
        #expect(ValueText.cost(.simple(quote)) == text)
    }

    @Test func amounts() {
        #expect(ValueText.amount(0.5...0.75, "EUR") == "0.5 to 0.75 EUR")
        #expect(ValueText.amount(2...2, "EUR") == "2 EUR")
        #expect(ValueText.amount(2...2, "") == "2")
    }

    @Test func pricesByWhatTheyAreCountedFor() {
        var price = Price()
        price.type = "EUR"
        #expect(ValueText.price(price) == "0 EUR")
        (price.start, price.storageHour) = (1, 0.001)
        #expect(ValueText.price(price) == "0.001 EUR per GiB of storage and hour, 1 EUR per session")
        (price.coreHour, price.memoryHour) = (0.04, 0.01)
        #expect(ValueText.price(price).hasPrefix("0.04 EUR per core and hour, 0.01 EUR per GiB of memory and hour, "))
    }

    @Test func storageIsAddedUp() {
        func storage(_ min: Int64) -> StorageResource {
            var simple = SimpleStorage()
            simple.size = IntegerRange(min: min)
            return .simple(simple)
        }
        #expect(ValueText.storage([storage(1), storage(2)]) == "3 GiB")
        #expect(ValueText.storage([]).isEmpty)
        #expect(ValueText.storage([storage(.max), storage(1)]).isEmpty)
    }

    /// What another broker promises may be more than a whole number holds.
    @Test(arguments: [(2.0, "2 gpu"), (2.9, "2 gpu"), (1e300, "1e+300 gpu"), (-1e300, "-1e+300 gpu")])
    func whatIsCounted(_ amount: Double, _ text: String) {
        var quote = Quote()
        quote.type = Kind.countablePrefix + "gpu"
        quote.min = amount
        var session = Session()
        session.component.metrics = [.simple(quote)]
        #expect(ValueText.counted(session) == text)
    }
}
