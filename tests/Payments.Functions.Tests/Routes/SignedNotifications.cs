using System.Text;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Functions.Tests.Routes;

/// <summary>A processor whose notifications are the key of an operation, signed by the organization's name.</summary>
internal sealed class SignedNotifications : IProcessorNotifications
{
    public const string Header = "Signature";

    public ProcessorName Name => new("told");

    public Task<ProcessorNotification> ReadAsync(
        OrganizationId organization,
        Func<string, string?> header,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken) =>
        Task.FromResult<ProcessorNotification>(header(Header) != organization.Value
            ? new ProcessorNotification.Rejected("The signature is wrong.")
            : ProcessorNotification.About.Find(Encoding.UTF8.GetString(body.Span)) is { } about
                ? about
                : new ProcessorNotification.Ignored());
}
