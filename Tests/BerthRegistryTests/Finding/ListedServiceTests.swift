import Testing

@testable import BerthRegistry

struct ListedServiceTests {
    @Test(
        arguments: [
            ("ivo://ivoa.net/std/ExecutionBroker", nil, true), ("ivo://ivoa.net/std/ExecutionBroker#v1.0", "1.0", true),
            ("ivo://ivoa.net/std/executionbroker#1.7", "1.7", true),
            ("IVO://IVOA.NET/STD/EXECUTIONBROKER#rest-1.0", "1.0", true),
            ("ivo://ivoa.net/std/ExecutionBroker#v1", "1", true),
            ("ivo://ivoa.net/std/ExecutionBroker#v2.0", "2.0", false),
            ("ivo://ivoa.net/std/ExecutionBroker#v10.1", "10.1", false),
            ("ivo://ivoa.net/std/ExecutionBroker#rest", nil, true),
        ] as [(String, String?, Bool)])
    func versions(_ id: String, _ version: String?, _ isKnown: Bool) {
        #expect(ListedService.isBroker(id))
        let service = ListedService(ivoid: "", title: nil, url: "", standardID: id)
        #expect(service.version == version)
        #expect(service.isOfKnownVersion == isKnown)
    }

    @Test(arguments: ["ivo://ivoa.net/std/TAP", "ivo://ivoa.net/std/ExecutionBrokerage#v1.0", ""])
    func otherStandards(_ id: String) { #expect(!ListedService.isBroker(id)) }

    @Test func slashesAtTheEndMeanNothing() {
        #expect(ListedService(ivoid: "", title: nil, url: "https://a/b//", standardID: "").url == "https://a/b")
    }
}
