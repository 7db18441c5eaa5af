using Microsoft.Extensions.Logging;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Notifications;

/// <summary>What the service makes of a notification.</summary>
public enum NotificationAnswer
{
    /// <summary>Taken; what follows from it follows later.</summary>
    Taken,

    /// <summary>No such processor sends notifications.</summary>
    Unknown,

    /// <summary>
    /// Not genuine, or not readable; nor is one for an organization that does not exist, so that nobody learns which
    /// do.
    /// </summary>
    Rejected,
}

/// <summary>
/// Takes processors' notifications. Each is only a hint: a message asks the processor about the record that it names.
/// The processor has its answer once the message is enqueued, and sends the notification again if it has none.
/// </summary>
public sealed partial class NotificationHandler(
    IEnumerable<IProcessorNotifications> adapters,
    IOrganizations organizations,
    IWorkQueue queue,
    ILogger<NotificationHandler> log)
{
    private readonly Dictionary<ProcessorName, IProcessorNotifications> _adapters =
        adapters.ToDictionary(adapter => adapter.Name);

    /// <summary>Takes a notification that came to the address of a processor and an organization.</summary>
    /// <param name="processor">The processor's name, as the address has it.</param>
    /// <param name="organization">The organization, as the address has it.</param>
    /// <param name="header">A header's value by its name; null if it was not sent.</param>
    /// <param name="body">The body as it was sent.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<NotificationAnswer> TakeAsync(
        string processor,
        string organization,
        Func<string, string?> header,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken)
    {
        if (!_adapters.TryGetValue(new ProcessorName(processor), out var adapter)) return NotificationAnswer.Unknown;
        if (!OrganizationId.TryFrom(organization, out var id)
            || await organizations.FindAsync(id, cancellationToken) is null)
            return NotificationAnswer.Rejected;

        switch (await adapter.ReadAsync(id, header, body, cancellationToken))
        {
            case ProcessorNotification.About about:
                var address = new LedgerAddress(id, about.Ledger);
                var review = new ReviewRecord(address, about.Record) { Part = about.Part };
                await queue.EnqueueAsync(review, TimeSpan.Zero, cancellationToken);
                return NotificationAnswer.Taken;
            case ProcessorNotification.Rejected rejected:
                LogRejected(adapter.Name.Value, rejected.Reason);
                return NotificationAnswer.Rejected;
            default:
                return NotificationAnswer.Taken;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A notification of {Processor} was rejected: {Reason}")]
    private partial void LogRejected(string processor, string reason);
}
