using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Azure.Data.Tables.Protocol;

/// <summary>A query's result, asked for page by page as it is read.</summary>
internal sealed class EntityPages<T>(
    TableRequests requests,
    string table,
    string? filter,
    int? maxPerPage,
    IReadOnlyList<string>? select,
    CancellationToken cancellationToken) : AsyncPageable<T>(cancellationToken)
    where T : class, ITableEntity
{
    public override IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null) =>
        ReadPagesAsync(continuationToken, pageSizeHint ?? maxPerPage, CancellationToken);

    private async IAsyncEnumerable<Page<T>> ReadPagesAsync(
        string? continuationToken, int? top, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        do
        {
            var request = requests.Query(table, filter, top, select, ContinuationToken.Parse(continuationToken));
            var response = await requests.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.Status != 200)
                throw new RequestFailedException(response);
            continuationToken = ContinuationToken.Read(response);
            yield return Page<T>.FromValues(ReadEntities(response), continuationToken, response);
        }
        while (continuationToken is not null);
    }

    private static List<T> ReadEntities(Response response)
    {
        using var document = JsonDocument.Parse(response.Content.ToMemory());
        return [.. document.RootElement.GetProperty("value").EnumerateArray().Select(EntityReader.Read<T>)];
    }
}
