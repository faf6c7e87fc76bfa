import BerthDocument
import Testing

@testable import BerthOpenStack

struct CloudServersTests {
    private func order(_ network: CloudNetwork) -> ServerOrder {
        ServerOrder(
            name: "n", flavor: "f", image: "i", network: network, userData: "dQ==",
            metadata: [("berth-session", "s"), ("berth-broker", "b")])
    }

    @Test func whatNovaIsAskedFor() {
        #expect(
            order(.none).document.asJSON
                == #"{"server":{"name":"n","flavorRef":"f","imageRef":"i","networks":"none","user_data":"dQ==","#
                + #""metadata":{"berth-session":"s","berth-broker":"b"}}}"#)
        #expect(order(.auto).document["server"]?["networks"] == "auto")
        #expect(order(.one(id: "x")).document["server"]?["networks"] == [["uuid": "x"]])
    }

    @Test func whatASiteSays() {
        var order = order(.none)
        order.keyName = "k"
        order.securityGroups = ["a", "b"]
        order.availabilityZone = "z"
        order.volumes = ["v"]
        let server = order.document["server"]
        #expect(server?["key_name"] == "k")
        #expect(server?["security_groups"] == [["name": "a"], ["name": "b"]])
        #expect(server?["availability_zone"] == "z")
        #expect(
            server?["block_device_mapping_v2"]?.items.map(\.asJSON) == [
                #"{"boot_index":0,"uuid":"i","source_type":"image","destination_type":"local","#
                    + #""delete_on_termination":true}"#,
                #"{"boot_index":-1,"uuid":"v","source_type":"volume","destination_type":"volume","#
                    + #""delete_on_termination":false}"#,
            ])
    }
}
