// As much of Foundation and of Dispatch as a snippet uses, for a compiler that only reads.
typedef signed char BOOL;
#define YES ((BOOL)1)
#define NO ((BOOL)0)
#define nil ((id)0)
typedef long NSInteger;
typedef unsigned long NSStringEncoding;
enum : NSStringEncoding { NSUTF8StringEncoding = 4 };

__attribute__((objc_root_class))
@interface NSObject
+ (instancetype)alloc;
@end

@interface NSData : NSObject
@end

@interface NSString : NSObject
- (instancetype)initWithData:(NSData *)data encoding:(NSStringEncoding)encoding;
- (NSData *)dataUsingEncoding:(NSStringEncoding)encoding;
@end

@interface NSConstantString : NSString
@end

@interface NSError : NSObject
@end

@interface NSURL : NSObject
+ (instancetype)URLWithString:(NSString *)text;
@end

@interface NSMutableURLRequest : NSObject
+ (instancetype)requestWithURL:(NSURL *)url;
@property(copy) NSString *HTTPMethod;
@property(copy) NSData *HTTPBody;
- (void)setValue:(NSString *)value forHTTPHeaderField:(NSString *)field;
@end

@interface NSURLResponse : NSObject
@end

@interface NSHTTPURLResponse : NSURLResponse
@property(readonly) NSInteger statusCode;
@end

@interface NSURLSessionDataTask : NSObject
- (void)resume;
@end

@interface NSURLSession : NSObject
@property(class, readonly) NSURLSession *sharedSession;
- (NSURLSessionDataTask *)dataTaskWithRequest:(NSMutableURLRequest *)request
                            completionHandler:(void (^)(NSData *data, NSURLResponse *response, NSError *error))handler;
@end

extern void NSLog(NSString *format, ...) __attribute__((format(__NSString__, 1, 2)));

typedef struct semaphore *dispatch_semaphore_t;
#define DISPATCH_TIME_FOREVER (~0ull)
extern dispatch_semaphore_t dispatch_semaphore_create(long value);
extern long dispatch_semaphore_wait(dispatch_semaphore_t semaphore, unsigned long long timeout);
extern long dispatch_semaphore_signal(dispatch_semaphore_t semaphore);
