import Testing

/// Everything on the real services of a cloud, one test after the other: what one has of it another cannot have.
@Suite("OpenStack", .serialized)
enum OpenStackTests {}
