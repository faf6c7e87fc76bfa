import BerthPlatform

extension SlurmCommands {
    /// Makes a reservation; done when there is one of that name.
    ///
    /// - Throws: `refused` where Slurm does not, with its words, and as `run`; nothing is then left of it.
    func make(_ reservation: SlurmReservation) async throws(PlatformError) {
        do throws(PlatformError) { _ = try await run("scontrol", reservation.arguments) } catch {
            if error.detail?.contains("Duplicate reservation name") == true { return }
            // A command that was lost in the middle may have done its work; nobody waits for it any more.
            if error.code != .refused { Task { await letGo(reservation.name, tries: 3) } }
            throw error
        }
    }

    /// Takes a reservation back; done when there is none.
    ///
    /// - Throws: as `run`; `refused` as long as something runs in it.
    func delete(reservation name: String) async throws(PlatformError) {
        do throws(PlatformError) { _ = try await run("scontrol", ["delete", "ReservationName=\(name)"]) } catch {
            if error.detail?.contains("reservation is invalid") == true { return }
            throw error
        }
    }

    /// Takes a reservation back, and tries again; what cannot be taken back Slurm takes away later.
    func letGo(_ name: String, tries: Int) async {
        for attempt in 1...max(1, tries) {
            do throws(PlatformError) { return try await delete(reservation: name) } catch {
                if attempt < tries { try? await Task.sleep(for: .seconds(1)) }
            }
        }
    }

    /// Why the broker's user may not make reservations, `nil` when it may: Slurm asks first who it is, and then what
    /// is to be deleted. Nothing is changed.
    func faultOfReservations(instance: String) async throws(PlatformError) -> String? {
        do throws(PlatformError) {
            try await delete(reservation: "berth-\(instance)-offer-none")
            return nil
        } catch {
            guard error.code == .refused else { throw error }
            return SlurmWords.reservation(error.detail ?? error.message)
        }
    }
}
