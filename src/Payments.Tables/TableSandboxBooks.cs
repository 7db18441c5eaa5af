using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Processors.Sandbox;
using Payments.Tables.Serialization;
using Payments.Tables.Storage;

namespace Payments.Tables;

/// <summary>
/// The sandbox processor's books, in a table of their own with one partition per organization: a real processor's books
/// are not in the shop's database either, so no transaction of a ledger can reach them.
/// </summary>
public sealed class TableSandboxBooks(StorageAccounts accounts) : ISandboxBooks
{
    private const char CellsEnd = ';';
    private const char Cell = ',';
    private const string Returned = "returned";

    private readonly SpreadTable _table = accounts.GetTable(TableNames.Sandbox);

    /// <inheritdoc/>
    public async Task<SandboxEntry?> FindAsync(
        OrganizationId organization, string reference, CancellationToken cancellationToken)
    {
        var row = await _table.First.GetEntityIfExistsAsync<TableEntity>(
            ToPartitionKey(organization), reference, cancellationToken: cancellationToken);
        return row is { HasValue: true, Value: { } entity }
            ? new SandboxEntry(ToOperation(organization, entity), entity.ETag.ToString())
            : null;
    }

    /// <inheritdoc/>
    public async Task<bool> TryWriteAsync(
        IReadOnlyCollection<SandboxEntry> entries, CancellationToken cancellationToken)
    {
        var actions = entries.Select(entry => entry.Version is { } version
            ? new TableTransactionAction(
                TableTransactionActionType.UpdateReplace, ToEntity(entry.Operation), new ETag(version))
            : new TableTransactionAction(TableTransactionActionType.Add, ToEntity(entry.Operation)));
        try
        {
            await _table.First.SubmitGroupAsync([.. actions], cancellationToken);
            return true;
        }
        catch (RequestFailedException failure) when (failure.IsConflict())
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SandboxOperation> ListAsync(
        OrganizationId organization, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {ToPartitionKey(organization)}");
        await foreach (var row in _table.First.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            yield return ToOperation(organization, row);
    }

    private static string ToPartitionKey(OrganizationId organization) => StorageKey.Escape(organization.Value);

    private static TableEntity ToEntity(SandboxOperation operation)
    {
        var entity = new TableEntity(ToPartitionKey(operation.Organization), operation.Reference)
        {
            [nameof(operation.IdempotencyKey)] = operation.IdempotencyKey,
            [nameof(operation.Kind)] = operation.Kind.ToString(),
            [nameof(operation.Amount)] = MoneyText.Write(operation.Amount),
            [nameof(operation.State)] = operation.State.ToString(),
            [nameof(operation.Used)] = MoneyText.Write(operation.Used),
            [nameof(operation.Asks)] = operation.Asks,
            [nameof(operation.AnswersAt)] = operation.AnswersAt,
            [nameof(operation.AskedAt)] = operation.AskedAt.ToString("O", CultureInfo.InvariantCulture),
        };
        if (operation.Target is { } target) entity[nameof(operation.Target)] = target;
        if (operation.Scenario is { } scenario) entity[nameof(operation.Scenario)] = scenario;
        if (operation.Record is { } record) entity[nameof(operation.Record)] = record;
        if (operation.Voided) entity[nameof(operation.Voided)] = true;
        if (operation.Disputes is { } disputes)
            entity[nameof(operation.Disputes)] = string.Join(CellsEnd, disputes.Select(WriteDispute));
        if (operation.Postings is { } postings)
            entity[nameof(operation.Postings)] = string.Join(CellsEnd, postings.Select(WritePosting));
        if (operation.Decline is { } decline)
        {
            entity[nameof(decline.Code)] = decline.Code;
            entity[nameof(decline.Message)] = decline.Message;
            entity[nameof(decline.Permanent)] = decline.Permanent;
        }

        return entity;
    }

    private static SandboxOperation ToOperation(OrganizationId organization, TableEntity row) => new(
        organization,
        row.RowKey,
        row.GetString(nameof(SandboxOperation.IdempotencyKey))!,
        Enum.Parse<SandboxKind>(row.GetString(nameof(SandboxOperation.Kind))!),
        MoneyText.Read(row.GetString(nameof(SandboxOperation.Amount))!),
        row.GetString(nameof(SandboxOperation.Target)),
        row.GetString(nameof(SandboxOperation.Scenario)),
        Enum.Parse<SandboxState>(row.GetString(nameof(SandboxOperation.State))!),
        row.GetString(nameof(Decline.Code)) is { } code
            ? new Decline(
                ResponseCodes.ToReason(code),
                code,
                row.GetString(nameof(Decline.Message))!,
                row.GetBoolean(nameof(Decline.Permanent)) is true)
            : null,
        MoneyText.Read(row.GetString(nameof(SandboxOperation.Used))!),
        row.GetInt32(nameof(SandboxOperation.Asks))!.Value,
        row.GetInt32(nameof(SandboxOperation.AnswersAt))!.Value,
        DateTimeOffset.Parse(row.GetString(nameof(SandboxOperation.AskedAt))!, CultureInfo.InvariantCulture),
        row.GetString(nameof(SandboxOperation.Record)),
        row.GetBoolean(nameof(SandboxOperation.Voided)) is true,
        row.GetString(nameof(SandboxOperation.Disputes)) is { } disputes
            ? [.. disputes.Split(CellsEnd).Select(ReadDispute)]
            : null,
        row.GetString(nameof(SandboxOperation.Postings)) is { } postings
            ? [.. postings.Split(CellsEnd).Select(ReadPosting)]
            : null);

    private static string WriteDispute(Dispute dispute) =>
        string.Join(Cell, dispute.Reference, MoneyText.Write(dispute.Amount), dispute.Status);

    private static Dispute ReadDispute(string text)
    {
        var cells = text.Split(Cell);
        return new Dispute(cells[0], MoneyText.Read(cells[1]), Enum.Parse<DisputeStatus>(cells[2]));
    }

    private static string WritePosting(SandboxPosting posting) => string.Join(
        Cell,
        posting.Kind,
        posting.IsReturn ? Returned : "",
        posting.At.ToString("O", CultureInfo.InvariantCulture),
        posting.Dispute);

    private static SandboxPosting ReadPosting(string text)
    {
        var cells = text.Split(Cell);
        return new SandboxPosting(
            Enum.Parse<MovementKind>(cells[0]),
            cells[1] == Returned,
            DateTimeOffset.Parse(cells[2], CultureInfo.InvariantCulture),
            cells[3].Length > 0 ? cells[3] : null);
    }
}
